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
/// <param name="engine">The engine.</param>
/// <param name="suites">The tests.</param>
/// <param name="hits">The file that gets what is executed.</param>
/// <param name="keep">Gets all results after each, so that a run that is stopped has told something.</param>
internal sealed class MutationRun(Engine engine, ISuites suites, string hits, Action<IReadOnlyList<Result>>? keep = null)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(4);
    private readonly HashSet<string> _measured = new(StringComparer.Ordinal);
    private readonly byte[] _original = engine.Compile();
    private readonly Equivalents _equivalents = Equivalents.Read();
    private Mutant? _installed;
    private (Mutant? Mutant, byte[]? Dll) _compiled;

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
        var unknown = new HashSet<int>();
        var classes = FindClasses(mutants, unknown, log);
        var results = new Result?[mutants.Count];

        // What takes long is tried last, on what is left: most changes are noticed in a moment.
        foreach (var stage in (Func<int, Result?>[])[TryQuick, TrySlow, TryPester])
        {
            for (var index = 0; index < mutants.Count; index++)
            {
                if (results[index] is not null || stage(index) is not { } result) continue;
                results[index] = result;
                keep?.Invoke([.. results.OfType<Result>()]);
                log.WriteLine($"{index + 1}/{mutants.Count} {result.Outcome} {result.Mutant.Describe()} -- {result.Detail}");
                log.Flush();
            }
        }

        suites.Install(_original);
        _installed = null;
        return [.. results.OfType<Result>()];

        Result? TryQuick(int index) => Judge(mutants[index]) ?? TryXunit(mutants[index], ClassesOf(index).Where(one => !IsSlow(one)));
        Result? TrySlow(int index) => TryXunit(mutants[index], ClassesOf(index).Where(IsSlow));
        Result TryPester(int index) => this.TryPester(mutants[index], unknown.Contains(index) || classes[index].Any());

        // What a class does not execute it cannot notice. Where that is not known for sure, all are run.
        IEnumerable<string> ClassesOf(int index) => unknown.Contains(index) || classes[index].Contains(Probes.NoClass) ? suites.Times.Keys : classes[index];
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

    private Result? Judge(Mutant mutant)
    {
        if (_equivalents.Find(mutant) is { } reason) return new Result(mutant, Outcome.Equivalent, reason);
        if (Compile(mutant) is not { } changed) return new Result(mutant, Outcome.NotCompiled, "Another file does not compile with it.");
        return changed.AsSpan().SequenceEqual(_original) ? new Result(mutant, Outcome.Equivalent, "The compiler makes the same code of it.") : null;
    }

    // The classes of the mirrored folder first.
    private Result? TryXunit(Mutant mutant, IEnumerable<string> classes)
    {
        var folder = $"Requests.Tests.{mutant.Folder}.";
        foreach (var stage in classes.GroupBy(one => one.StartsWith(folder, StringComparison.Ordinal)).OrderByDescending(one => one.Key))
        {
            Install(mutant);
            if (RunXunit([.. stage.Order(StringComparer.Ordinal)]) is { } failure) return new Result(mutant, Outcome.NoticedByXunit, failure);
        }

        return null;
    }

    private Result TryPester(Mutant mutant, bool isExecuted)
    {
        var files = suites.GetPesterFiles(mutant.File).ToArray();
        var unmeasured = files.Where(_measured.Add).ToArray();
        if (unmeasured.Length > 0)
        {
            suites.Install(_original);
            suites.MeasurePester(unmeasured);
            _installed = null;
        }

        Install(mutant);
        if (suites.RunPester(files) is { } failure) return new Result(mutant, Outcome.NoticedByPester, failure);
        return isExecuted || IsExecutedByPester(mutant, files)
            ? new Result(mutant, Outcome.Survived, string.Join(' ', files))
            : new Result(mutant, Outcome.NotExecuted, null);
    }

    private void Install(Mutant mutant)
    {
        if (_installed == mutant) return;
        suites.Install(Compile(mutant)!);
        _installed = mutant;
    }

    private byte[]? Compile(Mutant mutant)
    {
        if (_compiled.Mutant != mutant) _compiled = (mutant, engine.Compile([(mutant.Tree, mutant.Apply())]));
        return _compiled.Dll;
    }

    private bool IsSlow(string testClass) => suites.Times.GetValueOrDefault(testClass) > Moment;

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
        _installed = null;
        suites.RunPester(files);
        suites.Hits = null;
        return ReadHits().Length > 0;
    }
}
