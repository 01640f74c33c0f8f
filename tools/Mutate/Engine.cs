using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Requests.Mutate;

/// <summary>Compiles the engine in memory with the compiler arguments of the real build.</summary>
internal sealed class Engine
{
    private readonly CSharpCompilation _compilation;
    private readonly IReadOnlyList<ResourceDescription> _resources;
    private readonly string _folder;

    /// <summary>Initializes a new instance of the <see cref="Engine"/> class.</summary>
    /// <param name="folder">The folder src/Requests.</param>
    /// <param name="compilation">The compilation of the engine.</param>
    /// <param name="resources">The embedded resources.</param>
    public Engine(string folder, CSharpCompilation compilation, IReadOnlyList<ResourceDescription> resources) =>
        (_folder, _compilation, _resources) = (folder, compilation, resources);

    /// <summary>Reads the sources.</summary>
    /// <param name="folder">The folder src/Requests.</param>
    /// <param name="argumentFile">A file with one compiler argument on each line.</param>
    public static Engine Read(string folder, string argumentFile)
    {
        var arguments = CSharpCommandLineParser.Default.Parse(File.ReadAllLines(argumentFile), folder, sdkDirectory: null);
        var options = arguments.ParseOptions.WithDocumentationMode(DocumentationMode.None);
        var trees = arguments.SourceFiles.Select(file =>
            CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file.Path), Encoding.UTF8), options, file.Path));
        var references = arguments.MetadataReferences.Select(reference =>
            MetadataReference.CreateFromFile(Path.Combine(folder, reference.Reference)));
        var compilation = CSharpCompilation.Create(
            arguments.CompilationName,
            trees,
            references,
            arguments.CompilationOptions.WithConcurrentBuild(true));
        CSharpGeneratorDriver.Create(LoadGenerators(arguments), parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return new Engine(folder, (CSharpCompilation)generated, arguments.ManifestResources);
    }

    /// <summary>Finds all mutants, in an order that depends only on the sources.</summary>
    public IReadOnlyList<Mutant> FindMutants() => _compilation.SyntaxTrees
        .Select(tree => (Tree: tree, File: Path.GetRelativePath(_folder, tree.FilePath).Replace('\\', '/')))
        .Where(static source => Path.IsPathRooted(source.Tree.FilePath) && !source.File.StartsWith("obj/", StringComparison.Ordinal)
            && !source.File.StartsWith("..", StringComparison.Ordinal) && source.File.Contains('/', StringComparison.Ordinal))
        .OrderBy(static source => source.File, StringComparer.Ordinal)
        .SelectMany(static source => Mutators.Find(source.Tree, source.File)).ToArray();

    /// <summary>Chooses the first mutants in the order of the seed that compile.</summary>
    /// <param name="count">The number of mutants.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="area">The beginning of the paths of the files that are changed. An empty string is all files.</param>
    public IEnumerable<Mutant> Choose(int count, int seed, string area = "")
    {
        var mutants = FindMutants().Where(mutant => mutant.File.StartsWith(area, StringComparison.Ordinal)).ToArray();
        new Random(seed).Shuffle(mutants);
        return mutants.Where(Compiles).Take(count);
    }

    /// <summary>Gets the semantic model of a file.</summary>
    public SemanticModel GetModel(SyntaxTree tree) => _compilation.GetSemanticModel(tree);

    /// <summary>Compiles the engine with changed files and with added ones.</summary>
    /// <param name="changed">The changed files.</param>
    /// <param name="added">The sources of the added files.</param>
    /// <returns>The assembly, or null if it does not compile.</returns>
    public byte[]? Compile(IEnumerable<(SyntaxTree Old, SyntaxTree New)> changed, params string[] added)
    {
        var options = (CSharpParseOptions)_compilation.SyntaxTrees[0].Options;
        var compilation = changed.Aggregate(_compilation, static (current, pair) => current.ReplaceSyntaxTree(pair.Old, pair.New))
            .AddSyntaxTrees(added.Select(text => CSharpSyntaxTree.ParseText(text, options)));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream, manifestResources: _resources);
        if (!result.Success && added.Length > 0)
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(IsError)));
        return result.Success ? stream.ToArray() : null;
    }

    /// <summary>
    /// Returns whether the engine compiles with a mutant. Only the changed file is checked, except for constants, because other files may
    /// depend on their values.
    /// </summary>
    public bool Compiles(Mutant mutant)
    {
        var changed = mutant.Apply();
        if (mutant.Node.FirstAncestorOrSelf<FieldDeclarationSyntax>() is { } field && field.Modifiers.Any(SyntaxKind.ConstKeyword))
            return Compile([(mutant.Tree, changed)]) is not null;
        return !_compilation.ReplaceSyntaxTree(mutant.Tree, changed).GetSemanticModel(changed).GetDiagnostics().Any(IsError);
    }

    /// <summary>Compiles the engine without a change.</summary>
    public byte[] Compile() => Compile([]) ?? throw new InvalidOperationException(
        $"The engine does not compile without a change: {string.Join('\n', _compilation.GetDiagnostics().Where(IsError).Take(10))}");

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static ISourceGenerator[] LoadGenerators(CSharpCommandLineArguments arguments)
    {
        var loader = new Loader();
        return
        [
            .. arguments.AnalyzerReferences
                .Where(static reference => reference.FilePath.Contains("microsoft.netcore.app.ref", StringComparison.OrdinalIgnoreCase))
                .SelectMany(reference => new AnalyzerFileReference(reference.FilePath, loader).GetGenerators(LanguageNames.CSharp)),
        ];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => AssemblyLoadContext.Default.LoadFromAssemblyPath(fullPath);
    }
}
