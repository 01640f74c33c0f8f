using System.Diagnostics;
using System.Text.Json;

namespace Requests.Mutate;

/// <summary>Runs the tests in a copy of the tree, with another engine in it.</summary>
/// <param name="tree">The copy.</param>
internal sealed class Suites(string tree)
{
    private const string XunitFolder = "tests/Requests.Tests/bin/Release/net10.0";
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, string[]> _areas = JsonSerializer.Deserialize<Dictionary<string, string[]>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "areas.json")))!;
    private TimeSpan _limit = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets the file that gets what is executed.</summary>
    public string? Hits { get; set; }

    /// <summary>Puts an engine where the tests find it.</summary>
    public void Install(byte[] engine)
    {
        File.WriteAllBytes(Path.Combine(tree, XunitFolder, "Requests.dll"), engine);
        File.WriteAllBytes(Path.Combine(tree, "output/Requests/bin/Requests.dll"), engine);
    }

    /// <summary>Runs all engine tests on an engine that must pass, and sets the limit for the others to five times what that takes.</summary>
    public string? Measure()
    {
        var clock = Stopwatch.StartNew();
        var failure = RunXunit([]);
        _limit = Max(clock.Elapsed * 5);
        return failure;
    }

    /// <summary>Runs engine tests.</summary>
    /// <param name="classes">The test classes; none means all.</param>
    public string? RunXunit(IReadOnlyCollection<string> classes)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = tree };
        foreach (var argument in new[] { Path.Combine(tree, XunitFolder, "Requests.Tests.dll"), "-noLogo", "-noColor", "-stopOnFail" }) start.ArgumentList.Add(argument);
        foreach (var name in classes)
        {
            start.ArgumentList.Add("-class");
            start.ArgumentList.Add(name);
        }
        return Run(start, _limit, line => line.EndsWith(" [FAIL]", StringComparison.Ordinal) ? line.Trim()[..^7] : null);
    }

    /// <summary>Gets the Pester files of the area of an engine file: those of its longest prefix in areas.json.</summary>
    public IEnumerable<string> GetPesterFiles(string file) =>
        _areas.Where(one => file.StartsWith(one.Key, StringComparison.Ordinal)).OrderByDescending(one => one.Key.Length).Select(one => one.Value).First();

    /// <summary>Runs Pester files.</summary>
    public string? RunPester(IEnumerable<string> files)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = tree };
        string[] arguments = ["pwsh", "-NoProfile", "-NonInteractive", "-File", Path.Combine(tree, "tests/Pester/Run.ps1"), Path.Combine(tree, "pester.json"),
            string.Join(',', files.Select(file => Path.Combine(tree, "tests/Pester", file + ".Tests.ps1")))];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Run(start, Max(_limit), line => line.TrimStart().StartsWith("[-] ", StringComparison.Ordinal) ? line.Trim()[4..] : null);
    }

    private string? Run(ProcessStartInfo start, TimeSpan limit, Func<string, string?> readFailure)
    {
        start.Environment[Probes.Variable] = Hits ?? "";
        if (Hits is null) start.Environment.Remove(Probes.Variable);
        return Runner.Run(start, limit, readFailure);
    }

    private static TimeSpan Max(TimeSpan limit) => limit > Least ? limit : Least;
}
