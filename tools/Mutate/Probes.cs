using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Requests.Mutate;

/// <summary>Puts a call before the statement of each mutant that writes down by which test class it is executed.</summary>
internal static class Probes
{
    /// <summary>The variable that names the file for what is executed.</summary>
    public const string Variable = "REQUESTS_MUTATION_HITS";

    /// <summary>Stands for the class where the call comes from no test's context.</summary>
    public const string NoClass = "?";

    /// <summary>The source of the call.</summary>
    public const string Source = """
        #nullable enable
        namespace Requests;

        internal static class MutationProbe
        {
            private static readonly string? File = System.Environment.GetEnvironmentVariable("REQUESTS_MUTATION_HITS");
            private static readonly System.Type? Context = System.Type.GetType("Xunit.TestContext, xunit.v3.core");
            private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> Seen = new();

            public static void Hit(int mutant)
            {
                var context = Context?.GetProperty("Current")?.GetValue(null);
                var test = context?.GetType().GetProperty("TestClass")?.GetValue(context);
                var name = test?.GetType().GetProperty("TestClassName")?.GetValue(test) as string ?? "?";
                if (File is null || !Seen.TryAdd(mutant + " " + name, true)) return;
                lock (Seen) System.IO.File.AppendAllText(File, mutant + " " + name + "\n");
            }
        }
        """;

    /// <summary>Makes the trees with the calls.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="mutants">The mutants; the index is the number of the call.</param>
    /// <param name="unknown">Gets the indices of those that stand where no call can, in a field's initializer for example.</param>
    public static IEnumerable<(SyntaxTree Old, SyntaxTree New)> Add(Engine engine, IReadOnlyList<Mutant> mutants, ISet<int> unknown)
    {
        var indexed = mutants.Select((mutant, index) => (Mutant: mutant, Index: index));
        foreach (var group in indexed.GroupBy(one => one.Mutant.Tree))
        {
            var model = engine.GetModel(group.Key);
            var places = new Dictionary<SyntaxNode, List<int>>();
            foreach (var (mutant, index) in group)
            {
                if (FindPlace(mutant, model) is not { } place) unknown.Add(index);
                else if (places.TryGetValue(place, out var there)) there.Add(index);
                else places.Add(place, [index]);
            }
            var changes = places.SelectMany(one => Edit(one.Key, one.Value, model)).OrderBy(one => one.Span.Start).ThenBy(one => one.Span.Length).ToArray();
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
                    when node.Parent is BlockSyntax or SwitchSectionSyntax or IfStatementSyntax or ForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax
                        || node.Parent is ElseClauseSyntax && node is not IfStatementSyntax:
                case ArrowExpressionClauseSyntax
                {
                    Parent: MethodDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax or AccessorDeclarationSyntax
                    or ConstructorDeclarationSyntax or LocalFunctionStatementSyntax
                } when !IsByRef(node):
                case ParenthesizedLambdaExpressionSyntax { ExpressionBody: not null } or SimpleLambdaExpressionSyntax { ExpressionBody: not null } when model.GetSymbolInfo(node).Symbol is IMethodSymbol:
                    return node;
                case MemberDeclarationSyntax:
                    return null;
            }
        }
        return null;
    }

    private static bool IsByRef(SyntaxNode node) => node.Parent is MethodDeclarationSyntax { ReturnType: RefTypeSyntax } or PropertyDeclarationSyntax { Type: RefTypeSyntax };

    private static IEnumerable<TextChange> Edit(SyntaxNode place, List<int> mutants, SemanticModel model)
    {
        var calls = string.Concat(mutants.Select(index => $"global::Requests.MutationProbe.Hit({index}); "));
        switch (place)
        {
            case StatementSyntax when place.Parent is BlockSyntax or SwitchSectionSyntax:
                return [new TextChange(new TextSpan(place.SpanStart, 0), calls)];
            case StatementSyntax:
                return [new TextChange(new TextSpan(place.SpanStart, 0), "{ " + calls), new TextChange(new TextSpan(place.Span.End, 0), " }")];
            case ArrowExpressionClauseSyntax arrow:
                var isProperty = place.Parent is BasePropertyDeclarationSyntax;
                var start = (isProperty ? "{ get { " : "{ ") + calls + GetReturn(arrow.Expression, GetMethod(place.Parent!, model));
                var end = place.Parent!.GetLastToken();
                return [new TextChange(arrow.ArrowToken.Span, start), new TextChange(end.Span, isProperty ? "; } }" : "; }")];
            case LambdaExpressionSyntax { ExpressionBody: { } body } lambda:
                return [new TextChange(new TextSpan(body.SpanStart, 0), "{ " + calls + GetReturn(body, (IMethodSymbol)model.GetSymbolInfo(lambda).Symbol!)),
                    new TextChange(new TextSpan(body.Span.End, 0), "; }")];
            default:
                throw new InvalidOperationException($"No call stands at {place.Kind()}.");
        }
    }

    private static IMethodSymbol GetMethod(SyntaxNode member, SemanticModel model) => model.GetDeclaredSymbol(member) switch
    {
        IMethodSymbol method => method,
        IPropertySymbol property => property.GetMethod!,
        _ => throw new InvalidOperationException($"{member.Kind()} is not a method."),
    };

    private static string GetReturn(ExpressionSyntax body, IMethodSymbol method)
    {
        var returns = !method.ReturnsVoid && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false });
        return returns && body is not ThrowExpressionSyntax ? "return " : "";
    }
}
