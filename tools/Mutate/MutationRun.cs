using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Requests.Mutate;

/// <summary>Specifies the outcome of a mutant.</summary>
internal enum Outcome
{
    NoticedByXunit,
    NoticedByPester,
    Equivalent,
    NotCompiled,
    NotExecuted,
    Survived,
}

/// <summary>Represents a mutant and its outcome.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Detail">The test that noticed the mutant, or the reason why it is equivalent.</param>
internal sealed record Result(Mutant Mutant, Outcome Outcome, string? Detail);

/// <summary>Runs the tests on each mutant.</summary>
/// <param name="engine">The engine.</param>
/// <param name="suites">The test suites.</param>
/// <param name="coverageFile">The path of the file that records which mutants the tests execute.</param>
/// <param name="save">Receives all results after each new one, so that a run that is stopped has saved its results.</param>
internal sealed class MutationRun(
    Engine engine,
    ITestSuites suites,
    string coverageFile,
    Action<IReadOnlyList<Result>>? save = null)
{
    /// <summary>The options of the JSON files.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly TimeSpan SlowClassTime = TimeSpan.FromSeconds(4);
    private readonly HashSet<string> _measuredPesterFiles = new(StringComparer.Ordinal);
    private readonly byte[] _original = engine.Compile();
    private readonly Equivalents _equivalents = Equivalents.Read();
    private Mutant? _installed;
    private (Mutant? Mutant, byte[]? Assembly) _compiled;

    /// <summary>Returns the outcome of each mutant.</summary>
    /// <param name="mutants">The mutants.</param>
    /// <param name="log">Receives one line for each outcome.</param>
    public List<Result> Run(IReadOnlyList<Mutant> mutants, TextWriter log)
    {
        var unmeasured = new HashSet<int>();
        var executingClasses = FindExecutingClasses(mutants, unmeasured, log);
        var results = new Result?[mutants.Count];

        // Most mutants are noticed within seconds. The slow tests run last, on the mutants that are left.
        foreach (var stage in (Func<int, Result?>[])[RunQuickTests, RunSlowTests, RunPester])
        {
            for (var index = 0; index < mutants.Count; index++)
            {
                if (results[index] is not null || stage(index) is not { } result) continue;
                results[index] = result;
                save?.Invoke([.. results.OfType<Result>()]);
                log.WriteLine($"{index + 1}/{mutants.Count} {result.Outcome} {result.Mutant.Describe()} -- {result.Detail}");
                log.Flush();
            }
        }

        suites.Install(_original);
        _installed = null;
        return [.. results.OfType<Result>()];

        Result? RunQuickTests(int index) =>
            ClassifyWithoutTests(mutants[index]) ?? TestWithXunit(mutants[index], GetClasses(index).Where(name => !IsSlow(name)));
        Result? RunSlowTests(int index) => TestWithXunit(mutants[index], GetClasses(index).Where(IsSlow));
        Result RunPester(int index) => TestWithPester(mutants[index], unmeasured.Contains(index) || executingClasses[index].Any());

        // A class that does not execute a mutant cannot notice it. If the classes are not known, all of them run.
        IEnumerable<string> GetClasses(int index) =>
            unmeasured.Contains(index) || executingClasses[index].Contains(Coverage.NoClass) ? suites.Times.Keys : executingClasses[index];
    }

    /// <summary>Writes the counts of all outcomes and the mutants that survived.</summary>
    /// <returns>Whether the tests noticed at least 95 percent of the mutants that are not equivalent.</returns>
    public static bool Report(List<Result> results, TextWriter log)
    {
        foreach (var result in results.Where(static result => result.Outcome is Outcome.Survived or Outcome.NotExecuted))
            log.WriteLine($"{result.Outcome}: {result.Mutant.Describe()}");
        foreach (var outcome in Enum.GetValues<Outcome>())
            log.WriteLine($"{outcome}: {results.Count(result => result.Outcome == outcome)}");
        var noticed = results.Count(static result => result.Outcome is Outcome.NoticedByXunit or Outcome.NoticedByPester);
        var counted = results.Count(static result => result.Outcome is not (Outcome.Equivalent or Outcome.NotCompiled));
        log.WriteLine($"{noticed} of {counted} mutants that are not equivalent were noticed.");
        return noticed >= counted * 0.95;
    }

    /// <summary>Runs all engine tests on the engine without a change, and records which class executes which mutant.</summary>
    private ILookup<int, string> FindExecutingClasses(IReadOnlyList<Mutant> mutants, HashSet<int> unmeasured, TextWriter log)
    {
        File.Delete(coverageFile);
        suites.CoverageFile = coverageFile;
        suites.Install(engine.Compile(Coverage.Add(engine, mutants, unmeasured), Coverage.Source)!);
        var failing = suites.MeasureXunit();
        log.WriteLine(failing.Count == 0
            ? "All tests pass without a change."
            : $"These tests fail without a change and are ignored: {string.Join(' ', failing)}");
        suites.CoverageFile = null;
        return ReadCoverage().ToLookup(static entry => entry.Mutant, static entry => entry.Class);
    }

    private (int Mutant, string Class)[] ReadCoverage() => !File.Exists(coverageFile)
        ? []
        :
        [
            .. File.ReadLines(coverageFile).Select(static line => line.Split(' ')).Where(static parts => parts.Length == 2)
                .Select(static parts => (int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1])),
        ];

    private Result? ClassifyWithoutTests(Mutant mutant)
    {
        if (_equivalents.Find(mutant) is { } reason) return new Result(mutant, Outcome.Equivalent, reason);
        if (Compile(mutant) is not { } changed)
            return new Result(mutant, Outcome.NotCompiled, "Another file does not compile with this change.");
        return changed.AsSpan().SequenceEqual(_original)
            ? new Result(mutant, Outcome.Equivalent, "The compiled code is the same.")
            : null;
    }

    /// <summary>Runs engine tests. The classes of the folder that mirrors the folder of the mutant run first.</summary>
    private Result? TestWithXunit(Mutant mutant, IEnumerable<string> classes)
    {
        var folder = $"Requests.Tests.{mutant.Folder}.";
        var stages = classes.GroupBy(name => name.StartsWith(folder, StringComparison.Ordinal))
            .OrderByDescending(static stage => stage.Key);
        foreach (var stage in stages)
        {
            Install(mutant);
            if (RunXunit([.. stage.Order(StringComparer.Ordinal)]) is { } failure)
                return new Result(mutant, Outcome.NoticedByXunit, failure);
        }

        return null;
    }

    private Result TestWithPester(Mutant mutant, bool isExecuted)
    {
        var files = suites.GetPesterFiles(mutant.File).ToArray();
        var unmeasured = files.Where(_measuredPesterFiles.Add).ToArray();
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
        return _compiled.Assembly;
    }

    private bool IsSlow(string testClass) => suites.Times.GetValueOrDefault(testClass) > SlowClassTime;

    private string? RunXunit(IReadOnlyCollection<string> classes)
    {
        while (suites.RunXunit(classes) is { } failure)
        {
            var end = failure.LastIndexOf('.');
            var isTest = end >= 0 && !failure.Contains(' ', StringComparison.Ordinal);
            if (!isTest || suites.RunXunit([failure[..end]]) is not null) return failure;

            // A test that fails and then passes on the same engine depends on the load of the machine, so its failure does not count.
            suites.Ignore(failure);
        }

        return null;
    }

    private bool IsExecutedByPester(Mutant mutant, string[] files)
    {
        File.Delete(coverageFile);
        suites.CoverageFile = coverageFile;
        suites.Install(engine.Compile(Coverage.Add(engine, [mutant], new HashSet<int>()), Coverage.Source)!);
        _installed = null;
        suites.RunPester(files);
        suites.CoverageFile = null;
        return ReadCoverage().Length > 0;
    }
}
