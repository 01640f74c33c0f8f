using System.Text.RegularExpressions;

namespace Requests.Tests;

/// <summary>The rules of docs/architecture.md that a compiler does not keep.</summary>
public class StructureTests
{
    private static readonly string Root = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    [Fact]
    public void The_engine_knows_no_powershell() =>
        Assert.DoesNotContain(typeof(Response).Assembly.GetReferencedAssemblies(), one => one.Name == "System.Management.Automation");

    [Fact]
    public void Only_adapters_name_the_network() => AssertNone("src/Requests", @"System\.Net\.(Http|Sockets|Security)\b", exceptIn: "Adapters");

    [Fact]
    public void Only_callbacks_name_script_blocks() => AssertNone("src/Requests.PowerShell", @"\bScriptBlock\b", exceptIn: "Callbacks");

    [Fact]
    public void Only_the_table_of_errors_makes_records() => AssertNone("src/Requests.PowerShell", @"new ErrorRecord\b", exceptIn: "RequestErrors.cs");

    [Fact]
    public void Nobody_writes_to_the_console_or_reads_the_wall_clock() => AssertNone("src", @"\bConsole\.|DateTime(Offset)?\.(Utc)?Now|Thread\.Sleep|Environment\.CurrentDirectory", exceptIn: "nowhere");

    [Fact]
    public void Only_one_place_asks_for_the_systems_proxy() => AssertNone("src", @"HttpClient\.DefaultProxy|GetSystemWebProxy", exceptIn: "SystemProxy.cs");

    [Fact]
    public void Nothing_static_changes() => AssertNone("src", @"^\s*(private|internal|public) static (?!readonly|class|partial|async|explicit|implicit|extern|string\? \w+\()[\w<>\[\]?,. ]+ _?\w+\s*(;|=[^>])", exceptIn: "nowhere");

    [Fact]
    public void Files_are_small()
    {
        var large = Files("src", "*.cs").Where(file => File.ReadLines(file).Count() > 300)
            .Concat(Files("tests", "*.cs").Where(file => File.ReadLines(file).Count() > 400))
            .Concat(Files("tools", "*.ps1").Concat(Files("bench", "*.ps1")).Where(file => File.ReadLines(file).Count() > 300));

        Assert.Empty(large);
    }

    private static void AssertNone(string folder, string pattern, string exceptIn)
    {
        var rule = new Regex(pattern, RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        var comments = new Regex(@"//.*$", RegexOptions.Multiline, TimeSpan.FromSeconds(5));

        var guilty = Files(folder, "*.cs").Where(file => !file.Contains(exceptIn, StringComparison.Ordinal) && rule.IsMatch(comments.Replace(File.ReadAllText(file), ""))).ToArray();
        Assert.True(guilty.Length == 0, string.Join('\n', guilty));
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string FindRoot(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Requests.slnx")) ? folder.FullName : FindRoot(folder.Parent ?? throw new DirectoryNotFoundException("No solution above the tests."));
}
