using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace Requests.Mutate;

/// <summary>Runs the tests on an engine.</summary>
internal interface ISuites
{
    /// <summary>Gets or sets the file that gets what is executed.</summary>
    string? Hits { get; set; }

    /// <summary>Puts an engine where the tests find it.</summary>
    void Install(byte[] engine);

    /// <summary>Runs all engine tests on an engine without a change. What fails there, such as a test that a busy machine is too slow for, notices nothing later.</summary>
    /// <returns>The tests that fail.</returns>
    IReadOnlyCollection<string> Measure();

    /// <summary>Gets how long each test class took without a change.</summary>
    IReadOnlyDictionary<string, TimeSpan> Times { get; }

    /// <summary>Lets a test notice nothing from now on.</summary>
    /// <param name="test">Its name.</param>
    void Ignore(string test);

    /// <summary>Runs engine tests; returns what failed, or null.</summary>
    /// <param name="classes">The test classes.</param>
    string? RunXunit(IReadOnlyCollection<string> classes);

    /// <summary>Gets the Pester files of the area of an engine file: those of its longest prefix in areas.json.</summary>
    IEnumerable<string> GetPesterFiles(string file);

    /// <summary>Runs Pester files on an engine without a change. What fails there notices nothing later.</summary>
    void MeasurePester(IEnumerable<string> files);

    /// <summary>Runs Pester files; returns what failed, or null.</summary>
    string? RunPester(IEnumerable<string> files);
}

/// <summary>Runs the tests in a copy of the tree, with another engine in it.</summary>
/// <param name="tree">The copy.</param>
internal sealed class Suites(string tree) : ISuites
{
    private const string XunitFolder = "tests/Requests.Tests/bin/Release/net10.0";
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(90);
    private readonly Dictionary<string, string[]> _areas = JsonSerializer.Deserialize<Dictionary<string, string[]>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "areas.json")))!;
    private readonly HashSet<string> _ignored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _times = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _pesterTimes = new(StringComparer.Ordinal);
    private TimeSpan _whole = TimeSpan.FromMinutes(3);

    /// <inheritdoc/>
    public string? Hits { get; set; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TimeSpan> Times => _times;

    /// <inheritdoc/>
    public void Install(byte[] engine)
    {
        File.WriteAllBytes(Path.Combine(tree, XunitFolder, "Requests.dll"), engine);
        File.WriteAllBytes(Path.Combine(tree, "output/Requests/bin/Requests.dll"), engine);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Measure()
    {
        var clock = Stopwatch.StartNew();
        var times = Path.Combine(tree, "times.xml");
        var end = Run(CreateXunit([], "-result-xml", times), 5 * _whole, line =>
        {
            if (ReadFailure(line) is { } name) _ignored.Add(name);
            return null;
        });
        if (end is not null && _ignored.Count == 0) throw new InvalidOperationException($"The engine without a change cannot be tested: {end}");

        _whole = clock.Elapsed;
        foreach (var test in XDocument.Load(times).Descendants("test"))
        {
            var name = test.Attribute("type")!.Value;
            _times[name] = _times.GetValueOrDefault(name) + TimeSpan.FromSeconds(double.Parse(test.Attribute("time")!.Value, CultureInfo.InvariantCulture));
        }

        return _ignored;
    }

    // A test that waits for what never comes would otherwise take for ever.
    private TimeSpan LimitOf(IReadOnlyCollection<string> classes) =>
        Max(5 * classes.Select(name => _times.GetValueOrDefault(name)).Aggregate(TimeSpan.Zero, (sum, one) => sum + one));

    /// <inheritdoc/>
    public string? RunXunit(IReadOnlyCollection<string> classes)
    {
        var hasIgnored = false;
        var end = Run(CreateXunit(classes), LimitOf(classes), line =>
        {
            if (ReadFailure(line) is not { } name) return null;
            hasIgnored |= _ignored.Contains(name);
            return _ignored.Contains(name) ? null : name;
        });
        return hasIgnored && end?.StartsWith("exit code 1:", StringComparison.Ordinal) == true ? null : end;
    }

    /// <inheritdoc/>
    public void Ignore(string test) => _ignored.Add(test);

    private ProcessStartInfo CreateXunit(IEnumerable<string> classes, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = tree };
        string[] arguments = [Path.Combine(tree, XunitFolder, "Requests.Tests.dll"), "-noLogo", "-noColor", .. classes.SelectMany(name => new[] { "-class", name }), .. more];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    // The name without the arguments of a theory.
    private static string? ReadFailure(string line) => line.EndsWith(" [FAIL]", StringComparison.Ordinal) ? line.Trim().Split('(', ' ')[0] : null;

    /// <inheritdoc/>
    public IEnumerable<string> GetPesterFiles(string file) =>
        _areas.Where(one => file.StartsWith(one.Key, StringComparison.Ordinal)).OrderByDescending(one => one.Key.Length).Select(one => one.Value).First();

    /// <inheritdoc/>
    public void MeasurePester(IEnumerable<string> files)
    {
        var clock = Stopwatch.StartNew();
        var end = RunPester(files, line =>
        {
            if (ReadPesterFailure(line) is { } name) _ignored.Add(name);
            return null;
        });
        foreach (var file in files) _pesterTimes[file] = clock.Elapsed / files.Count();
        if (end is not null) throw new InvalidOperationException($"Pester cannot be run on the engine without a change: {end}");
    }

    /// <inheritdoc/>
    public string? RunPester(IEnumerable<string> files) => RunPester(files, line => ReadPesterFailure(line) is { } name && !_ignored.Contains(name) ? name : null);

    private string? RunPester(IEnumerable<string> files, Func<string, string?> readFailure)
    {
        var counts = Path.Combine(tree, "pester.json");
        File.Delete(counts);
        var folder = Path.Combine(tree, "tests/Pester");
        var found = files.Select(file => Directory.GetFiles(folder, file + ".Tests.ps1", SearchOption.AllDirectories).Single());
        var paths = string.Join(',', found.Select(static file => $"'{file}'"));
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = tree };
        string[] arguments = ["pwsh", "-NoProfile", "-NonInteractive", "-Command", $"& '{Path.Combine(folder, "Run.ps1")}' '{counts}' @({paths}) -Workers 1"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var limit = 5 * files.Select(file => _pesterTimes.GetValueOrDefault(file, _whole)).Aggregate(TimeSpan.Zero, (sum, one) => sum + one);
        var end = Run(start, Max(limit), readFailure);
        if (end is not null && !end.StartsWith("exit code", StringComparison.Ordinal)) return end;
        return HasPassed(counts) ? null : $"no test of {paths} passed: {end}";
    }

    private static bool HasPassed(string counts) =>
        File.Exists(counts) && JsonDocument.Parse(File.ReadAllText(counts)).RootElement.GetProperty("Passed") is { ValueKind: JsonValueKind.Number } passed && passed.GetDouble() > 0;

    // The name without the time that the test took.
    private static string? ReadPesterFailure(string line) => line.TrimStart() is ['[', '-', ']', ' ', .. var rest]
        ? string.Join(' ', rest.Split(' ').TakeWhile(word => !word.EndsWith("ms", StringComparison.Ordinal) || !char.IsAsciiDigit(word[0])))
        : null;

    private string? Run(ProcessStartInfo start, TimeSpan limit, Func<string, string?> readFailure)
    {
        start.Environment[Probes.Variable] = Hits ?? "";
        if (Hits is null) start.Environment.Remove(Probes.Variable);

        // A property is tried for a second and not with all its cases: what it notices it mostly notices at once.
        start.Environment["REQUESTS_FUZZ_SECONDS"] = "1";

        // A change that makes a loop endless must not take the machine's memory.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x180000000";
        return Runner.Run(start, limit, readFailure);
    }

    private static TimeSpan Max(TimeSpan limit) => limit > Least ? limit : Least;
}
