using System.Globalization;
using System.Text.Json;
using Requests.Mutate;

// Requests.Mutate list|run|again ENGINE ARGUMENTS COUNT SEED AREA [TREE]
// ENGINE is src/Requests, ARGUMENTS the file with the compiler's arguments, AREA the beginning of the files' paths or nothing,
// TREE a copy of the tree with everything built. Again tries what survived in the last run with the seed.
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
var session = new MutationRun(engine, new Suites(args[6]), Path.Combine(args[6], "hits.txt"), Save);
return MutationRun.Report(session.Run(mutants, Console.Out), Console.Out) ? 0 : 1;

void Save(IReadOnlyList<Result> results) => File.WriteAllText(file, JsonSerializer.Serialize(results.Select(Entry.Of), MutationRun.Json));

Mutant[] FindSurvivors(string path)
{
    var entries = JsonSerializer.Deserialize<Entry[]>(File.ReadAllText(path), MutationRun.Json)!;
    var survivors = entries.Where(one => one.Outcome is Outcome.Survived or Outcome.NotExecuted).Select(one => one.Key).ToHashSet();
    return [.. engine.FindMutants().Where(one => survivors.Contains(Entry.Of(new Result(one, Outcome.Survived, null)).Key))];
}

/// <summary>Represents a result in the file of a run.</summary>
internal sealed record Entry(string File, int Line, string Kind, string Member, string Original, string Mutated, Outcome Outcome, string? Detail)
{
    /// <summary>Gets what a change is told by when its line has moved.</summary>
    internal (string, string, string, string) Key => (File, Member, Original, Mutated);

    /// <summary>Makes the entry of a result.</summary>
    internal static Entry Of(Result result) => new(
        result.Mutant.File, result.Mutant.Line, result.Mutant.Kind, result.Mutant.Member, result.Mutant.Original, result.Mutant.Mutated, result.Outcome, result.Detail);
}
