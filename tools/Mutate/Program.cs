using System.Globalization;
using System.Text.Json;
using Requests.Mutate;

// Requests.Mutate list|run ENGINE ARGUMENTS COUNT SEED [TREE]
// ENGINE is src/Requests, ARGUMENTS the file with the compiler's arguments, TREE a copy of the tree with everything built.
var engine = Engine.Read(args[1], args[2]);
var count = int.Parse(args[3], CultureInfo.InvariantCulture);
var seed = int.Parse(args[4], CultureInfo.InvariantCulture);
if (args[0] == "list")
{
    foreach (var mutant in engine.Choose(count, seed)) Console.WriteLine(mutant.Describe());
    return 0;
}

var session = new MutationRun(engine, new Suites(args[5]), Path.Combine(args[5], "hits.txt"));
var results = session.Run([.. engine.Choose(count, seed)], Console.Out);
File.WriteAllText(Path.Combine(args[5], "..", $"mutants-{seed}.json"), JsonSerializer.Serialize(results.Select(one => new
{
    one.Mutant.File,
    one.Mutant.Line,
    one.Mutant.Kind,
    one.Mutant.Member,
    one.Mutant.Original,
    one.Mutant.Mutated,
    one.Outcome,
    one.Detail,
}), MutationRun.Json));
return MutationRun.Report(results, Console.Out) ? 0 : 1;
