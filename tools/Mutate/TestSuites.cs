using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace Requests.Mutate;

/// <summary>Runs the tests on an engine.</summary>
internal interface ITestSuites
{
    /// <summary>Gets or sets the path of the file that records which mutants the tests execute; null to record nothing.</summary>
    string? CoverageFile { get; set; }

    /// <summary>Gets the duration of each test class on the engine without a change.</summary>
    IReadOnlyDictionary<string, TimeSpan> Times { get; }

    /// <summary>Replaces the engine that the tests load.</summary>
    /// <param name="engine">The assembly of the engine.</param>
    void Install(byte[] engine);

    /// <summary>
    /// Runs all engine tests on an engine without a change and measures their durations. A test that fails, for example because the
    /// machine is busy, is ignored from then on.
    /// </summary>
    /// <returns>The names of the tests that fail.</returns>
    IReadOnlyCollection<string> MeasureXunit();

    /// <summary>Ignores the failures of a test from now on.</summary>
    /// <param name="test">The name of the test.</param>
    void Ignore(string test);

    /// <summary>Runs engine tests up to the first failure.</summary>
    /// <param name="classes">The names of the test classes. An empty list is all classes.</param>
    /// <returns>The failure, or null if all tests pass.</returns>
    string? RunXunit(IReadOnlyCollection<string> classes);

    /// <summary>Gets the Pester files for an engine file: those of the longest prefix of its path in areas.json.</summary>
    /// <param name="file">The path below src/Requests.</param>
    IEnumerable<string> GetPesterFiles(string file);

    /// <summary>
    /// Runs Pester files on an engine without a change and measures their durations. A test that fails is ignored from then on.
    /// </summary>
    /// <param name="files">The names of the files.</param>
    void MeasurePester(IEnumerable<string> files);

    /// <summary>Runs Pester files up to the first failure.</summary>
    /// <param name="files">The names of the files.</param>
    /// <returns>The failure, or null if all tests pass.</returns>
    string? RunPester(IEnumerable<string> files);
}

/// <summary>Runs the tests in a copy of the source tree, in which the engine is replaced.</summary>
/// <param name="tree">The path of the copy.</param>
internal sealed class TestSuites(string tree) : ITestSuites
{
    private const string XunitFolder = "tests/Requests.Tests/bin/Release/net10.0";
    private const int LimitFactor = 5;
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(90);
    private readonly Dictionary<string, string[]> _areas = JsonSerializer.Deserialize<Dictionary<string, string[]>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "areas.json")))!;
    private readonly HashSet<string> _ignored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _times = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _pesterTimes = new(StringComparer.Ordinal);
    private TimeSpan _totalTime = TimeSpan.FromMinutes(3);

    /// <inheritdoc/>
    public string? CoverageFile { get; set; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TimeSpan> Times => _times;

    /// <inheritdoc/>
    public void Install(byte[] engine)
    {
        File.WriteAllBytes(Path.Combine(tree, XunitFolder, "Requests.dll"), engine);
        File.WriteAllBytes(Path.Combine(tree, "output/Requests/bin/Requests.dll"), engine);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> MeasureXunit()
    {
        var stopwatch = Stopwatch.StartNew();
        var report = Path.Combine(tree, "times.xml");
        var failure = Run(CreateXunit([], "-result-xml", report), LimitFactor * _totalTime, line =>
        {
            if (ReadFailure(line) is { } name) _ignored.Add(name);
            return null;
        });
        if (failure is not null && _ignored.Count == 0)
            throw new InvalidOperationException($"The engine without a change cannot be tested: {failure}");

        _totalTime = stopwatch.Elapsed;
        foreach (var test in XDocument.Load(report).Descendants("test"))
        {
            var name = test.Attribute("type")!.Value;
            var seconds = double.Parse(test.Attribute("time")!.Value, CultureInfo.InvariantCulture);
            _times[name] = _times.GetValueOrDefault(name) + TimeSpan.FromSeconds(seconds);
        }

        return _ignored;
    }

    /// <inheritdoc/>
    public string? RunXunit(IReadOnlyCollection<string> classes)
    {
        var hasIgnored = false;
        var limit = GetLimit(classes.Select(name => _times.GetValueOrDefault(name)));
        var failure = Run(CreateXunit(classes), limit, line =>
        {
            if (ReadFailure(line) is not { } name) return null;
            hasIgnored |= _ignored.Contains(name);
            return _ignored.Contains(name) ? null : name;
        });
        return hasIgnored && failure?.StartsWith("exit code 1:", StringComparison.Ordinal) == true ? null : failure;
    }

    /// <inheritdoc/>
    public void Ignore(string test) => _ignored.Add(test);

    /// <inheritdoc/>
    public IEnumerable<string> GetPesterFiles(string file) =>
        _areas.Where(area => file.StartsWith(area.Key, StringComparison.Ordinal)).MaxBy(static area => area.Key.Length).Value;

    /// <inheritdoc/>
    public void MeasurePester(IEnumerable<string> files)
    {
        var stopwatch = Stopwatch.StartNew();
        var failure = RunPester(files, line =>
        {
            if (ReadPesterFailure(line) is { } name) _ignored.Add(name);
            return null;
        });
        foreach (var file in files) _pesterTimes[file] = stopwatch.Elapsed / files.Count();
        if (failure is not null) throw new InvalidOperationException($"Pester cannot be run on the engine without a change: {failure}");
    }

    /// <inheritdoc/>
    public string? RunPester(IEnumerable<string> files) =>
        RunPester(files, line => ReadPesterFailure(line) is { } name && !_ignored.Contains(name) ? name : null);

    private string? RunPester(IEnumerable<string> files, Func<string, string?> readFailure)
    {
        var counts = Path.Combine(tree, "pester.json");
        File.Delete(counts);
        var folder = Path.Combine(tree, "tests/Pester");
        var found = files.Select(file => Directory.GetFiles(folder, file + ".Tests.ps1", SearchOption.AllDirectories).Single());
        var paths = string.Join(',', found.Select(static file => $"'{file}'"));
        var command = $"& '{Path.Combine(folder, "Run.ps1")}' '{counts}' @({paths}) -Workers 1";
        var start = CreateStart("pwsh", "-NoProfile", "-NonInteractive", "-Command", command);
        var limit = GetLimit(files.Select(file => _pesterTimes.GetValueOrDefault(file, _totalTime)));
        var failure = Run(start, limit, readFailure);
        if (failure is not null && !failure.StartsWith("exit code", StringComparison.Ordinal)) return failure;
        return HasPassed(counts) ? null : $"no test of {paths} passed: {failure}";
    }

    private static bool HasPassed(string counts)
    {
        if (!File.Exists(counts)) return false;
        var passed = JsonDocument.Parse(File.ReadAllText(counts)).RootElement.GetProperty("Passed");
        return passed.ValueKind == JsonValueKind.Number && passed.GetDouble() > 0;
    }

    /// <summary>Returns the name of the failed test in a line of the xunit runner, without the arguments of a theory.</summary>
    private static string? ReadFailure(string line) =>
        line.EndsWith(" [FAIL]", StringComparison.Ordinal) ? line.Trim().Split('(', ' ')[0] : null;

    /// <summary>Returns the name of the failed test in a line of Pester, without its duration.</summary>
    private static string? ReadPesterFailure(string line) => line.TrimStart() is ['[', '-', ']', ' ', .. var rest]
        ? string.Join(' ', rest.Split(' ').TakeWhile(static word => !IsDuration(word)))
        : null;

    private static bool IsDuration(string word) => word.EndsWith("ms", StringComparison.Ordinal) && char.IsAsciiDigit(word[0]);

    /// <summary>Gets the time limit for tests, so that a mutant that never ends is noticed.</summary>
    private static TimeSpan GetLimit(IEnumerable<TimeSpan> times)
    {
        var limit = LimitFactor * times.Aggregate(TimeSpan.Zero, static (sum, time) => sum + time);
        return limit > ShortestLimit ? limit : ShortestLimit;
    }

    private ProcessStartInfo CreateXunit(IEnumerable<string> classes, params string[] more) => CreateStart(
    [
        Path.Combine(tree, XunitFolder, "Requests.Tests.dll"),
        "-noLogo",
        "-noColor",
        .. classes.SelectMany(static name => new[] { "-class", name }),
        .. more,
    ]);

    private ProcessStartInfo CreateStart(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = tree };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    private string? Run(ProcessStartInfo start, TimeSpan limit, Func<string, string?> readFailure)
    {
        start.Environment[Coverage.Variable] = CoverageFile ?? "";
        if (CoverageFile is null) start.Environment.Remove(Coverage.Variable);

        // A property test runs for one second instead of all its cases: it finds most mutants with its first cases.
        start.Environment["REQUESTS_FUZZ_SECONDS"] = "1";

        // A mutant with an endless loop must not use all memory of the machine.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x180000000";
        return TestProcess.Run(start, limit, readFailure);
    }
}
