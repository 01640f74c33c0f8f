using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Requests.Mutate;

/// <summary>Adds a call before the statement of each mutant. The call records which test class executes the statement.</summary>
internal static class Coverage
{
    /// <summary>The name of the environment variable with the path of the file to which the calls append.</summary>
    public const string Variable = "REQUESTS_MUTATION_COVERAGE";

    /// <summary>The recorded class if the call is not made in the context of a test.</summary>
    public const string NoClass = "?";

    /// <summary>The source of the class that is called.</summary>
    public const string Source = """
        #nullable enable
        namespace Requests;

        internal static class MutationCoverage
        {
            private static readonly string? File = System.Environment.GetEnvironmentVariable("REQUESTS_MUTATION_COVERAGE");
            private static readonly System.Type? Context = System.Type.GetType("Xunit.TestContext, xunit.v3.core");
            private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> Recorded = new();

            public static void Record(int mutant)
            {
                var context = Context?.GetProperty("Current")?.GetValue(null);
                var test = context?.GetType().GetProperty("TestClass")?.GetValue(context);
                var name = test?.GetType().GetProperty("TestClassName")?.GetValue(test) as string ?? "?";
                if (File is null || !Recorded.TryAdd(mutant + " " + name, true)) return;
                lock (Recorded) System.IO.File.AppendAllText(File, mutant + " " + name + "\n");
            }
        }
        """;

    /// <summary>Creates the syntax trees with the calls.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="mutants">The mutants. The index of a mutant is the argument of its call.</param>
    /// <param name="unmeasured">
    /// Receives the indices of the mutants at places where a call is not possible, for example in the initializer of a field.
    /// </param>
    public static IEnumerable<(SyntaxTree Old, SyntaxTree New)> Add(
        Engine engine,
        IReadOnlyList<Mutant> mutants,
        ISet<int> unmeasured)
    {
        var indexed = mutants.Select(static (mutant, index) => (Mutant: mutant, Index: index));
        foreach (var group in indexed.GroupBy(static pair => pair.Mutant.Tree))
        {
            var model = engine.GetModel(group.Key);
            var places = new Dictionary<SyntaxNode, List<int>>();
            foreach (var (mutant, index) in group)
            {
                if (FindPlace(mutant, model) is not { } place) unmeasured.Add(index);
                else if (places.TryGetValue(place, out var indices)) indices.Add(index);
                else places.Add(place, [index]);
            }

            var changes = places.SelectMany(place => Edit(place.Key, place.Value, model))
                .OrderBy(static change => change.Span.Start).ThenBy(static change => change.Span.Length).ToArray();
            yield return (group.Key, group.Key.WithChangedText(group.Key.GetText().WithChanges(changes)));
        }
    }

    private static SyntaxNode? FindPlace(Mutant mutant, SemanticModel model)
    {
        foreach (var node in mutant.Node.AncestorsAndSelf())
        {
            switch (node)
            {
                case StatementSyntax and not BlockSyntax and not LocalFunctionStatementSyntax
                    when node.Parent is BlockSyntax or SwitchSectionSyntax or IfStatementSyntax or ForEachStatementSyntax
                            or ForStatementSyntax or WhileStatementSyntax
                        || node.Parent is ElseClauseSyntax && node is not IfStatementSyntax:
                case ArrowExpressionClauseSyntax
                {
                    Parent: MethodDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax or AccessorDeclarationSyntax
                    or ConstructorDeclarationSyntax or LocalFunctionStatementSyntax
                } when !IsByRef(node):
                case LambdaExpressionSyntax { ExpressionBody: not null }
                    when model.GetSymbolInfo(node).Symbol is IMethodSymbol:
                    return node;
                case MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    private static bool IsByRef(SyntaxNode node) =>
        node.Parent is MethodDeclarationSyntax { ReturnType: RefTypeSyntax } or PropertyDeclarationSyntax { Type: RefTypeSyntax };

    private static IEnumerable<TextChange> Edit(SyntaxNode place, List<int> mutants, SemanticModel model)
    {
        var calls = string.Concat(mutants.Select(static index => $"global::Requests.MutationCoverage.Record({index}); "));
        switch (place)
        {
            case StatementSyntax when place.Parent is BlockSyntax or SwitchSectionSyntax:
                return [Insert(place.SpanStart, calls)];
            case StatementSyntax:
                return [Insert(place.SpanStart, "{ " + calls), Insert(place.Span.End, " }")];
            case ArrowExpressionClauseSyntax arrow:
                var isProperty = place.Parent is BasePropertyDeclarationSyntax;
                var start = (isProperty ? "{ get { " : "{ ") + calls + GetReturn(arrow.Expression, GetMethod(place.Parent!, model));
                var end = place.Parent!.GetLastToken();
                return [new TextChange(arrow.ArrowToken.Span, start), new TextChange(end.Span, isProperty ? "; } }" : "; }")];
            case LambdaExpressionSyntax { ExpressionBody: { } body } lambda:
                var method = (IMethodSymbol)model.GetSymbolInfo(lambda).Symbol!;
                return [Insert(body.SpanStart, "{ " + calls + GetReturn(body, method)), Insert(body.Span.End, "; }")];
            default:
                throw new InvalidOperationException($"A call cannot be added at {place.Kind()}.");
        }
    }

    private static TextChange Insert(int position, string text) => new(new TextSpan(position, 0), text);

    private static IMethodSymbol GetMethod(SyntaxNode member, SemanticModel model) => model.GetDeclaredSymbol(member) switch
    {
        IMethodSymbol method => method,
        IPropertySymbol property => property.GetMethod!,
        _ => throw new InvalidOperationException($"{member.Kind()} is not a method."),
    };

    private static string GetReturn(ExpressionSyntax body, IMethodSymbol method)
    {
        var returnsValue = !method.ReturnsVoid && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false });
        return returnsValue && body is not ThrowExpressionSyntax ? "return " : "";
    }
}
