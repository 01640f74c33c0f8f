using System.Text.RegularExpressions;

namespace Requests.Tests;

/// <summary>Tests which folder of the engine may use which, and how many files a folder may hold.</summary>
public partial class FolderTests
{
    private const int MaximumFiles = 15;
    private const string Engine = "src/Requests";

    // These pairs depend on each other: a request has an authentication that changes it, an error holds its response, and a download
    // saves a response.
    private static readonly string[] NaturalPairs = ["Auth <-> Messages", "Downloads <-> Messages", "Errors <-> Messages"];

    private static readonly (string Folder, string Name, string Text)[] Sources =
    [
        .. StructureTests.Files(Engine, "*.cs").Select(static path =>
            (GetFolder(path), Path.GetFileName(path), Comment().Replace(Literal().Replace(File.ReadAllText(path), "\"\""), ""))),
    ];

    [Fact]
    public void Only_the_natural_pairs_of_folders_use_each_other()
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (folder, _, text) in Sources)
        {
            foreach (var name in Declaration().Matches(text).Select(static match => match.Groups["name"].Value)) owners[name] = folder;
        }

        var uses = Sources
            .SelectMany(source => Word().Matches(source.Text).Select(match => match.Value).Distinct()
                .Where(name => owners.TryGetValue(name, out var owner) && owner != source.Folder)
                .Select(name => (source.Folder, Owner: owners[name], Use: $"{source.Folder}/{source.Name} uses {name} of {owners[name]}")))
            .ToLookup(static use => (use.Folder, use.Owner), static use => use.Use);
        var mutual = uses.Select(static group => group.Key)
            .Where(key => string.CompareOrdinal(key.Folder, key.Owner) < 0 && uses.Contains((key.Owner, key.Folder))).ToArray();
        var faults = mutual.Where(static pair => !NaturalPairs.Contains($"{pair.Folder} <-> {pair.Owner}"))
            .SelectMany(pair => uses[pair].Concat(uses[(pair.Owner, pair.Folder)]).Prepend($"{pair.Folder} <-> {pair.Owner}:")).ToArray();

        Assert.True(
            owners.Count > 200,
            $"The test reads the declarations of the engine, and found only {owners.Count}: its patterns no longer match.");
        Assert.True(faults.Length == 0, $"""
            Two folders of {Engine} use each other. Choose the direction that docs/architecture.md shows and remove the other uses: pass
            the value that is needed instead of the object, move the type into the folder that uses it, or put an interface into the
            lower folder.
            {string.Join('\n', faults)}
            """);
        var gone = NaturalPairs.Except(mutual.Select(static pair => $"{pair.Folder} <-> {pair.Owner}")).ToArray();
        Assert.True(
            gone.Length == 0,
            $"These folders no longer use each other. Remove them from the list of this test: {string.Join(", ", gone)}");
    }

    // Two folders of Markdown have more files and stay flat, because each is a list: docs/decisions has a file for each decision, and
    // docs/guide a file for each topic.
    [Fact]
    public void A_folder_holds_few_files()
    {
        var large = StructureTests.Places.SelectMany(StructureTests.Sources)
            .GroupBy(static path => StructureTests.GetRelativePath(Path.GetDirectoryName(path)!))
            .Where(static folder => folder.Count() > MaximumFiles)
            .Select(static folder => $"{folder.Key}: {folder.Count()} files").ToArray();

        Assert.True(
            large.Length == 0,
            $"A folder holds at most {MaximumFiles} source files. Move the files of one subject into a folder of their own:\n"
                + string.Join('\n', large));
    }

    private static string GetFolder(string path) =>
        Path.GetRelativePath(Path.Combine(StructureTests.Root, Engine), path).Replace('\\', '/').Split('/')[0];

    [GeneratedRegex(
        @"^\s*((public|internal|sealed|static|abstract|readonly|partial)\s+)+"
            + @"(class|interface|enum|struct|record struct|record|delegate\s+[\w<>\[\]?]+)\s+(?<name>[A-Z]\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Declaration();

    // A name after a dot is a member, such as the property Request of an error.
    [GeneratedRegex(@"(?<![\w.])[A-Z]\w+\b", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Word();

    [GeneratedRegex(@"//.*", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Comment();

    [GeneratedRegex("\"(\\\\.|[^\"\\\\\\n])*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Literal();
}
