using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Requests.Mutate;

/// <summary>What became of a mutant.</summary>
internal enum Outcome
{
    NoticedByXunit,
    NoticedByPester,
    Equivalent,
    NotCompiled,
    NotExecuted,
    Survived,
}

/// <summary>Represents a mutant and what became of it.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">The test that noticed it, or why it is equivalent.</param>
internal sealed record Result(Mutant Mutant, Outcome Outcome, string? Detail);

/// <summary>Runs the tests on each mutant.</summary>
internal sealed class MutationRun(Engine engine, ISuites suites, string hits)
{
    private readonly HashSet<string> _measured = new(StringComparer.Ordinal);
    private readonly byte[] _original = engine.Compile();

    /// <summary>How results are written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Tells the outcome of each mutant.</summary>
    public List<Result> Run(IReadOnlyList<Mutant> mutants, TextWriter log)
    {
        var equivalents = Equivalents.Read();
        var unknown = new HashSet<int>();
        var classes = FindClasses(mutants, unknown, log);
        var results = new List<Result>();
        for (var index = 0; index < mutants.Count; index++)
        {
            var mutant = mutants[index];
            var result = equivalents.Find(mutant) is { } reason
                ? new Result(mutant, Outcome.Equivalent, reason)
                : Try(mutant, [.. classes[index].Order(StringComparer.Ordinal)], unknown.Contains(index));
            results.Add(result);
            log.WriteLine($"{index + 1}/{mutants.Count} {result.Outcome} {mutant.Describe()} -- {result.Detail}");
            log.Flush();
        }
        suites.Install(_original);
        return results;
    }

    /// <summary>Writes the counts and what survived.</summary>
    /// <returns>Whether at least 95 in 100 of those that are not equivalent were noticed.</returns>
    public static bool Report(List<Result> results, TextWriter log)
    {
        foreach (var result in results.Where(one => one.Outcome is Outcome.Survived or Outcome.NotExecuted))
            log.WriteLine($"{result.Outcome}: {result.Mutant.Describe()}");
        foreach (var outcome in Enum.GetValues<Outcome>()) log.WriteLine($"{outcome}: {results.Count(one => one.Outcome == outcome)}");
        var noticed = results.Count(one => one.Outcome is Outcome.NoticedByXunit or Outcome.NoticedByPester);
        var counted = results.Count(one => one.Outcome is not (Outcome.Equivalent or Outcome.NotCompiled));
        log.WriteLine($"{noticed} of {counted} mutants that are not equivalent were noticed.");
        return noticed >= counted * 0.95;
    }

    // Runs all engine tests once, without a change but with a call at each mutant.
    private ILookup<int, string> FindClasses(IReadOnlyList<Mutant> mutants, HashSet<int> unknown, TextWriter log)
    {
        File.Delete(hits);
        suites.Hits = hits;
        suites.Install(engine.Compile(Probes.Add(engine, mutants, unknown), Probes.Source)!);
        var failing = suites.Measure();
        log.WriteLine(failing.Count == 0 ? "All tests pass without a change." : $"These tests fail without a change, and notice nothing: {string.Join(' ', failing)}");
        suites.Hits = null;
        return ReadHits().ToLookup(one => one.Mutant, one => one.Class);
    }

    private (int Mutant, string Class)[] ReadHits() => !File.Exists(hits)
        ? []
        : [.. File.ReadLines(hits).Select(line => line.Split(' ')).Where(parts => parts.Length == 2).Select(parts => (int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]))];

    private Result Try(Mutant mutant, IReadOnlyList<string> classes, bool isUnknown)
    {
        if (engine.Compile([(mutant.Tree, mutant.Apply())]) is not { } changed) return new Result(mutant, Outcome.NotCompiled, "Another file does not compile with it.");
        if (changed.AsSpan().SequenceEqual(_original)) return new Result(mutant, Outcome.Equivalent, "The compiler makes the same code of it.");
        suites.Install(changed);
        if (classes.Count > 0 || isUnknown)
        {
            var mirrored = classes.Where(one => one.StartsWith($"Requests.Tests.{mutant.Folder}.", StringComparison.Ordinal)).ToArray();
            if (mirrored.Length > 0 && RunXunit(mirrored) is { } first) return new Result(mutant, Outcome.NoticedByXunit, first);

            // What a class does not execute it cannot notice. Where that is not known for sure, all are run.
            var others = isUnknown || classes.Contains(Probes.NoClass) ? [] : classes.Except(mirrored).ToArray();
            if ((others.Length > 0 || isUnknown || classes.Contains(Probes.NoClass)) && RunXunit(others) is { } second)
                return new Result(mutant, Outcome.NoticedByXunit, second);
        }
        var files = suites.GetPesterFiles(mutant.File).ToArray();
        var unmeasured = files.Where(_measured.Add).ToArray();
        if (unmeasured.Length > 0)
        {
            suites.Install(_original);
            suites.MeasurePester(unmeasured);
            suites.Install(changed);
        }

        if (suites.RunPester(files) is { } third) return new Result(mutant, Outcome.NoticedByPester, third);
        if (classes.Count > 0 || isUnknown) return new Result(mutant, Outcome.Survived, string.Join(' ', files));
        return IsExecutedByPester(mutant, files) ? new Result(mutant, Outcome.Survived, string.Join(' ', files)) : new Result(mutant, Outcome.NotExecuted, null);
    }

    // A test that fails and then passes on the same engine is one that a busy machine is too slow for: it notices nothing.
    private string? RunXunit(IReadOnlyCollection<string> classes)
    {
        while (suites.RunXunit(classes) is { } failure)
        {
            var end = failure.LastIndexOf('.');
            if (end < 0 || failure.Contains(' ', StringComparison.Ordinal) || suites.RunXunit([failure[..end]]) is not null) return failure;
            suites.Ignore(failure);
        }

        return null;
    }

    private bool IsExecutedByPester(Mutant mutant, string[] files)
    {
        File.Delete(hits);
        suites.Hits = hits;
        suites.Install(engine.Compile(Probes.Add(engine, [mutant], new HashSet<int>()), Probes.Source)!);
        suites.RunPester(files);
        suites.Hits = null;
        return ReadHits().Length > 0;
    }
}
