using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Requests.Mutate;

namespace Requests.Tests.Mutation;

/// <summary>Tests the tool of <c>build.ps1 -Task Mutate</c> with an engine of a few lines.</summary>
public sealed class MutationTests : IDisposable
{
    private const string Source = """
        namespace Small;
        public static class Limit
        {
            public static bool IsOver(int value) => value > 10 && value != 20;
            public static string NameOf(bool isOver) { if (isOver) return "over"; return ""; }
            public static string Describe() => "is over the limit of the caller " + "(10 is the last value that is not).";
            public static System.Exception Fail() => new System.InvalidOperationException("It is over the limit.");
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_seed_gives_the_same_changes_each_time_and_another_seed_others()
    {
        string[] first = [.. Small().Choose(8, seed: 1).Select(mutant => mutant.Describe())];

        Assert.Equal(8, first.Length);
        Assert.Equal(first, Small().Choose(8, seed: 1).Select(mutant => mutant.Describe()));
        Assert.NotEqual(first, Small().Choose(8, seed: 2).Select(mutant => mutant.Describe()));
    }

    [Fact]
    public void An_area_is_the_beginning_of_the_paths_that_are_changed()
    {
        Assert.Equal(
            Small().Choose(8, seed: 1).Select(mutant => mutant.Describe()),
            Small().Choose(8, seed: 1, "Limits/L").Select(mutant => mutant.Describe()));
        Assert.Empty(Small().Choose(8, seed: 1, "Limits/M"));
    }

    [Fact]
    public void Each_change_is_one_token_or_statement_and_messages_stay()
    {
        string[] all = [.. Small().FindMutants().Select(mutant => mutant.Mutated)];

        Assert.Contains("=> value >= 10 && value != 20", all);
        Assert.Contains("=> value > 10 || value != 20", all);
        Assert.Contains("=> value > 11 && value != 20", all);
        Assert.Contains("=> value > 10 && value == 20", all);
        Assert.Contains("if (!(isOver))", all);
        Assert.Contains("return \"\";", all);
        Assert.Contains("return \"mutant\";", all);
        Assert.DoesNotContain(all, text => text.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(all, text => text.Contains("\"\" + \"(10 is", StringComparison.Ordinal));
    }

    [Fact]
    public void Noticed_surviving_and_unexecuted_changes_are_distinguished()
    {
        var engine = Small();
        var suites = new SmallSuites(Path.Combine(_folder.FullName, "coverage.txt"));
        using var log = new StringWriter();

        var results = new MutationRun(engine, suites, suites.File).Run([.. engine.FindMutants()], log);

        Assert.Equal(Outcome.NoticedByXunit, GetOutcome(results, "=> value > 10 || value != 20"));
        Assert.Equal(Outcome.NoticedByXunit, GetOutcome(results, "=> value >= 10 && value != 20"));
        Assert.Equal(Outcome.Survived, GetOutcome(results, "=> value > 10 && value != 21"));
        Assert.Equal(Outcome.NotExecuted, GetOutcome(results, "if (!(isOver))"));
        Assert.False(MutationRun.Report(results, log));
        Assert.Contains("Survived: Limits/Limit.cs:4 number in Limit.IsOver", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_equivalent_change_is_found_wherever_its_line_is()
    {
        var engine = Small();
        var mutant = engine.FindMutants().Single(mutant => mutant.Mutated == "=> value > 10 && value != 21");
        var moved = Small("// A line more.\n" + Source).FindMutants().Single(other => other.Mutated == mutant.Mutated);
        var list = new Equivalents([new Equivalent(mutant.File, mutant.Member, mutant.Original, mutant.Mutated, "Because.")]);

        Assert.NotEqual(mutant.Line, moved.Line);
        Assert.Equal("Because.", list.Find(moved));
        Assert.Null(list.Find(engine.FindMutants()[0]));
    }

    private static Outcome GetOutcome(List<Result> results, string mutated) =>
        results.Single(result => result.Mutant.Mutated == mutated).Outcome;

    private Engine Small(string source = Source)
    {
        var tree = CSharpSyntaxTree.ParseText(
            source,
            path: Path.Combine(_folder.FullName, "Limits", "Limit.cs"),
            encoding: System.Text.Encoding.UTF8);
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] references = ["System.Private.CoreLib.dll", "System.Runtime.dll", "System.Collections.Concurrent.dll"];
        var compilation = CSharpCompilation.Create(
            "Small",
            [tree],
            references.Select(name => MetadataReference.CreateFromFile(Path.Combine(runtime, name))),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, deterministic: true));
        return new Engine(_folder.FullName, compilation, []);
    }

    /// <summary>Represents a suite that tests two values of the engine.</summary>
    private sealed class SmallSuites(string file) : ITestSuites
    {
        private byte[] _engine = [];

        internal string File => file;

        public string? CoverageFile { get; set; }

        public IReadOnlyDictionary<string, TimeSpan> Times { get; } = new Dictionary<string, TimeSpan>
        {
            ["LimitTests"] = TimeSpan.FromSeconds(1),
        };

        public void Install(byte[] engine) => _engine = engine;

        public IReadOnlyCollection<string> MeasureXunit() => RunXunit([]) is { } failure ? [failure] : [];

        public void Ignore(string test) => throw new InvalidOperationException($"{test} fails and then passes.");

        public string? RunXunit(IReadOnlyCollection<string> classes)
        {
            var context = new AssemblyLoadContext(name: null, isCollectible: true);
            var isOver = context.LoadFromStream(new MemoryStream(_engine)).GetType("Small.Limit")!.GetMethod("IsOver")!;
            Environment.SetEnvironmentVariable(Coverage.Variable, CoverageFile);
            var isRight = Equals(isOver.Invoke(null, [10]), false) && Equals(isOver.Invoke(null, [11]), true);
            Environment.SetEnvironmentVariable(Coverage.Variable, null);
            context.Unload();
            return isRight ? null : "IsOver";
        }

        public IEnumerable<string> GetPesterFiles(string file) => [];

        public void MeasurePester(IEnumerable<string> files) => Assert.Empty(files);

        public string? RunPester(IEnumerable<string> files) => null;
    }
}
