using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Requests.Mutate;

/// <summary>Compiles the engine in memory, with the compiler's arguments of the real build.</summary>
internal sealed class Engine
{
    private readonly CSharpCommandLineArguments _arguments;
    private readonly CSharpCompilation _compilation;
    private readonly string _folder;

    /// <summary>Reads the sources.</summary>
    /// <param name="folder">The folder src/Requests.</param>
    /// <param name="argumentFile">A file with one compiler argument a line.</param>
    public Engine(string folder, string argumentFile)
    {
        _folder = folder;
        _arguments = CSharpCommandLineParser.Default.Parse(File.ReadAllLines(argumentFile), folder, sdkDirectory: null);
        var parse = _arguments.ParseOptions.WithDocumentationMode(DocumentationMode.None);
        var trees = _arguments.SourceFiles.Select(file =>
            CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file.Path), System.Text.Encoding.UTF8), parse, file.Path)).ToArray();
        var references = _arguments.MetadataReferences.Select(one => MetadataReference.CreateFromFile(Path.Combine(folder, one.Reference)));
        var options = _arguments.CompilationOptions.WithConcurrentBuild(true);
        var compilation = CSharpCompilation.Create(_arguments.CompilationName, trees, references, options);
        CSharpGeneratorDriver.Create(LoadGenerators(), parseOptions: parse).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        _compilation = (CSharpCompilation)generated;
    }

    /// <summary>Gets all changes, in an order that the sources alone decide.</summary>
    public IReadOnlyList<Mutant> FindMutants() => _compilation.SyntaxTrees
        .Select(tree => (Tree: tree, File: Path.GetRelativePath(_folder, tree.FilePath).Replace('\\', '/')))
        .Where(one => Path.IsPathRooted(one.Tree.FilePath) && !one.File.StartsWith("obj/", StringComparison.Ordinal)
            && !one.File.StartsWith("..", StringComparison.Ordinal) && one.File.Contains('/', StringComparison.Ordinal))
        .OrderBy(one => one.File, StringComparer.Ordinal)
        .SelectMany(one => Mutators.Find(one.Tree, one.File)).ToArray();

    /// <summary>Gets the semantic model of a file.</summary>
    public SemanticModel GetModel(SyntaxTree tree) => _compilation.GetSemanticModel(tree);

    /// <summary>Compiles the engine with changed files and with further ones.</summary>
    /// <returns>The dll, or null where it does not compile.</returns>
    public byte[]? Compile(IEnumerable<(SyntaxTree Old, SyntaxTree New)> changed, params string[] added)
    {
        var compilation = changed.Aggregate(_compilation, (one, pair) => one.ReplaceSyntaxTree(pair.Old, pair.New));
        compilation = compilation.AddSyntaxTrees(added.Select(text => CSharpSyntaxTree.ParseText(text, _arguments.ParseOptions)));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream, manifestResources: _arguments.ManifestResources);
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

    private ISourceGenerator[] LoadGenerators()
    {
        var loader = new Loader();
        return [.. _arguments.AnalyzerReferences.Where(one => one.FilePath.Contains("microsoft.netcore.app.ref", StringComparison.OrdinalIgnoreCase))
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
