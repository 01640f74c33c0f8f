using System.Globalization;
using System.Text.Json;
using Requests.Mutate;

// Requests.Mutate list|run|again ENGINE ARGUMENTS COUNT SEED AREA [TREE]
// ENGINE is the folder src/Requests, ARGUMENTS a file with the arguments of the compiler, AREA the beginning of the paths of the files
// or an empty string, and TREE a copy of the source tree in which everything is built. "again" tests the mutants that survived in the
// last run with the seed.
var engine = Engine.Read(args[1], args[2]);
var count = int.Parse(args[3], CultureInfo.InvariantCulture);
var seed = int.Parse(args[4], CultureInfo.InvariantCulture);
if (args[0] == "list")
{
    foreach (var mutant in engine.Choose(count, seed, args[5])) Console.WriteLine(mutant.Describe());
    return 0;
}

var file = Path.Combine(args[6], "..", $"mutants-{seed}.json");
var mutants = args[0] == "again" ? FindSurvivors(file) : [.. engine.Choose(count, seed, args[5])];
if (args[0] == "again") file = Path.ChangeExtension(file, ".again.json");
var run = new MutationRun(engine, new TestSuites(args[6]), Path.Combine(args[6], "coverage.txt"), Save);
return MutationRun.Report(run.Run(mutants, Console.Out), Console.Out) ? 0 : 1;

void Save(IReadOnlyList<Result> results) =>
    File.WriteAllText(file, JsonSerializer.Serialize(results.Select(Entry.Create), MutationRun.Json));

Mutant[] FindSurvivors(string path)
{
    var survivors = JsonSerializer.Deserialize<Entry[]>(File.ReadAllText(path), MutationRun.Json)!
        .Where(entry => entry.Outcome is Outcome.Survived or Outcome.NotExecuted)
        .Select(entry => entry.Key).ToHashSet();
    return [.. engine.FindMutants().Where(mutant => survivors.Contains(Entry.Create(new Result(mutant, Outcome.Survived, null)).Key))];
}

/// <summary>Represents a result in the JSON file of a run.</summary>
internal sealed record Entry(
    string File,
    int Line,
    string Kind,
    string Member,
    string Original,
    string Mutated,
    Outcome Outcome,
    string? Detail)
{
    /// <summary>Gets the values that identify a change although its line may have moved.</summary>
    internal (string, string, string, string) Key => (File, Member, Original, Mutated);

    /// <summary>Creates the entry of a result.</summary>
    internal static Entry Create(Result result) => new(
        result.Mutant.File,
        result.Mutant.Line,
        result.Mutant.Kind,
        result.Mutant.Member,
        result.Mutant.Original,
        result.Mutant.Mutated,
        result.Outcome,
        result.Detail);
}
