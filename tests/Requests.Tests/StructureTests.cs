using System.Text.RegularExpressions;

namespace Requests.Tests;

/// <summary>Tests the rules of docs/architecture.md that the compiler does not check.</summary>
public class StructureTests
{
    private const int MaximumColumns = 140;

    internal static readonly string Root = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    // The folders and files of code, whose lines, files and folders are small.
    internal static readonly string[] Places =
    [
        "build.ps1",
        "bench",
        "examples",
        "src",
        "tests",
        "tools",
    ];

    [Fact]
    public void The_engine_does_not_reference_powershell() =>
        Assert.DoesNotContain(
            typeof(Response).Assembly.GetReferencedAssemblies(),
            assembly => assembly.Name == "System.Management.Automation");

    [Fact]
    public void Only_transport_trust_and_two_files_of_auth_name_the_network() => AssertNone(
        "src/Requests",
        @"System\.Net\.(Http|Sockets|Security)\b",
        "/Transport/",
        "/Trust/",
        "SystemProxy.cs",
        "NegotiateContext.cs",
        "LoopbackHttpListener.cs");

    [Fact]
    public void Only_script_blocks_folder_names_script_blocks() =>
        AssertNone("src/Requests.PowerShell", @"\bScriptBlock\b", "/ScriptBlocks/");

    [Fact]
    public void Only_one_file_creates_error_records() => AssertNone("src/Requests.PowerShell", @"new ErrorRecord\b", "ErrorRecords.cs");

    [Fact]
    public void No_code_writes_to_the_console_or_reads_the_system_clock() =>
        AssertNone("src", @"\bConsole\.|DateTime(Offset)?\.(Utc)?Now|Thread\.Sleep|Environment\.CurrentDirectory");

    [Fact]
    public void Only_one_file_reads_the_proxy_of_the_system() =>
        AssertNone("src", @"HttpClient\.DefaultProxy|GetSystemWebProxy", "SystemProxy.cs");

    [Fact]
    public void Nothing_static_changes() =>
        AssertNone(
            "src",
            @"^\s*(private|internal|public) static (?!readonly|class|partial|async|explicit|implicit|extern|string\? \w+\()"
                + @"[\w<>\[\]?,. ]+ _?\w+\s*(;|=[^>])");

    [Fact]
    public void Files_are_small()
    {
        var large = Places.SelectMany(Sources)
            .Select(static file => (Path: GetRelativePath(file), Lines: File.ReadLines(file).Count()))
            .Where(static file => file.Lines > (file.Path.StartsWith("tests/", StringComparison.Ordinal) ? 400 : 300))
            .Select(static file => $"{file.Path} has {file.Lines} lines").ToArray();

        Assert.True(
            large.Length == 0,
            $"A file has at most 300 lines, a file of tests 400. Split these by subject:\n{string.Join('\n', large)}");
    }

    [Fact]
    public void Lines_are_short()
    {
        var large = Places.SelectMany(Sources)
            .SelectMany(static file => File.ReadLines(file)
                .Select((line, i) => (Place: $"{GetRelativePath(file)}:{i + 1}", line.Length))
                .Where(static line => line.Length > MaximumColumns))
            .Select(static line => $"{line.Place} has {line.Length} columns").ToArray();

        Assert.True(
            large.Length == 0,
            $"A line has at most {MaximumColumns} columns. Put the arguments under each other, an expression body on the next line, "
                + "the tags of a long <summary> on lines of their own, and split long texts with '+'. In PowerShell, break the line after "
                + $"'|', ',', '{{' or an operator, or pass the parameters of a command as @parameters:\n{string.Join('\n', large)}");
    }

    private static void AssertNone(string folder, string pattern, params string[] exceptIn)
    {
        var rule = new Regex(pattern, RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        var comments = new Regex(@"//.*$", RegexOptions.Multiline, TimeSpan.FromSeconds(5));

        var guilty = Files(folder, "*.cs")
            .Where(file => !exceptIn.Any(part => file.Replace('\\', '/').Contains(part, StringComparison.Ordinal))
                && rule.IsMatch(comments.Replace(File.ReadAllText(file), ""))).ToArray();
        Assert.True(guilty.Length == 0, string.Join('\n', guilty));
    }

    /// <summary>Gets the source files of C#, PowerShell and Python in a folder, or the one file at that path.</summary>
    internal static IEnumerable<string> Sources(string place) =>
        File.Exists(Path.Combine(Root, place))
            ? [Path.Combine(Root, place)]
            : Files(place, "*.*").Where(static file => Path.GetExtension(file) is ".cs" or ".ps1" or ".psm1" or ".py");

    internal static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(static file => !GetRelativePath(file).Split('/').Any(static part => part is "bin" or "obj"));

    internal static string GetRelativePath(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Requests.slnx"))
            ? folder.FullName
            : FindRoot(folder.Parent ?? throw new DirectoryNotFoundException("No solution above the tests."));
}
