using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Requests.Mutate;

/// <summary>Compiles the engine in memory, with the compiler's arguments of the real build.</summary>
internal sealed class Engine
{
    private readonly CSharpCompilation _compilation;
    private readonly IReadOnlyList<ResourceDescription> _resources;
    private readonly string _folder;

    /// <summary>Takes a compilation.</summary>
    /// <param name="folder">The folder src/Requests.</param>
    /// <param name="compilation">The engine.</param>
    /// <param name="resources">What is embedded.</param>
    public Engine(string folder, CSharpCompilation compilation, IReadOnlyList<ResourceDescription> resources) =>
        (_folder, _compilation, _resources) = (folder, compilation, resources);

    /// <summary>Reads the sources.</summary>
    /// <param name="folder">The folder src/Requests.</param>
    /// <param name="argumentFile">A file with one compiler argument a line.</param>
    public static Engine Read(string folder, string argumentFile)
    {
        var arguments = CSharpCommandLineParser.Default.Parse(File.ReadAllLines(argumentFile), folder, sdkDirectory: null);
        var parse = arguments.ParseOptions.WithDocumentationMode(DocumentationMode.None);
        var trees = arguments.SourceFiles.Select(file => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file.Path), Encoding.UTF8), parse, file.Path));
        var references = arguments.MetadataReferences.Select(one => MetadataReference.CreateFromFile(Path.Combine(folder, one.Reference)));
        var compilation = CSharpCompilation.Create(arguments.CompilationName, trees, references, arguments.CompilationOptions.WithConcurrentBuild(true));
        CSharpGeneratorDriver.Create(LoadGenerators(arguments), parseOptions: parse).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return new Engine(folder, (CSharpCompilation)generated, arguments.ManifestResources);
    }

    /// <summary>Gets all changes, in an order that the sources alone decide.</summary>
    public IReadOnlyList<Mutant> FindMutants() => _compilation.SyntaxTrees
        .Select(tree => (Tree: tree, File: Path.GetRelativePath(_folder, tree.FilePath).Replace('\\', '/')))
        .Where(one => Path.IsPathRooted(one.Tree.FilePath) && !one.File.StartsWith("obj/", StringComparison.Ordinal)
            && !one.File.StartsWith("..", StringComparison.Ordinal) && one.File.Contains('/', StringComparison.Ordinal))
        .OrderBy(one => one.File, StringComparer.Ordinal)
        .SelectMany(one => Mutators.Find(one.Tree, one.File)).ToArray();

    /// <summary>Picks changes: the first in the seed's order that compile.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="area">The beginning of the paths of the files that are changed; empty for all.</param>
    public IEnumerable<Mutant> Choose(int count, int seed, string area = "")
    {
        var mutants = FindMutants().Where(one => one.File.StartsWith(area, StringComparison.Ordinal)).ToArray();
        new Random(seed).Shuffle(mutants);
        return mutants.Where(Compiles).Take(count);
    }

    /// <summary>Gets the semantic model of a file.</summary>
    public SemanticModel GetModel(SyntaxTree tree) => _compilation.GetSemanticModel(tree);

    /// <summary>Compiles the engine with changed files and with further ones.</summary>
    /// <returns>The dll, or null where it does not compile.</returns>
    public byte[]? Compile(IEnumerable<(SyntaxTree Old, SyntaxTree New)> changed, params string[] added)
    {
        var compilation = changed.Aggregate(_compilation, (one, pair) => one.ReplaceSyntaxTree(pair.Old, pair.New));
        compilation = compilation.AddSyntaxTrees(added.Select(text => CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)_compilation.SyntaxTrees[0].Options)));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream, manifestResources: _resources);
        if (!result.Success && added.Length > 0)
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error)));
        return result.Success ? stream.ToArray() : null;
    }

    /// <summary>Returns whether the engine compiles with a change. Only its file is looked at, but for constants, which other files may depend on.</summary>
    public bool Compiles(Mutant mutant)
    {
        var changed = mutant.Apply();
        if (mutant.Node.FirstAncestorOrSelf<FieldDeclarationSyntax>() is { } field && field.Modifiers.Any(SyntaxKind.ConstKeyword)) return Compile([(mutant.Tree, changed)]) is not null;
        return !_compilation.ReplaceSyntaxTree(mutant.Tree, changed).GetSemanticModel(changed).GetDiagnostics().Any(one => one.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>Compiles the engine as it is.</summary>
    public byte[] Compile() => Compile([]) ?? throw new InvalidOperationException("The engine itself does not compile: "
        + string.Join('\n', _compilation.GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error).Take(10)));

    private static ISourceGenerator[] LoadGenerators(CSharpCommandLineArguments arguments)
    {
        var loader = new Loader();
        return [.. arguments.AnalyzerReferences.Where(one => one.FilePath.Contains("microsoft.netcore.app.ref", StringComparison.OrdinalIgnoreCase))
            .SelectMany(one => new AnalyzerFileReference(one.FilePath, loader).GetGenerators(LanguageNames.CSharp))];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => AssemblyLoadContext.Default.LoadFromAssemblyPath(fullPath);
    }
}
