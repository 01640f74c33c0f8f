using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Requests.Mutate;

/// <summary>Finds the possible changes of a file, in the order of its text.</summary>
internal static class Mutators
{
    private static readonly Dictionary<SyntaxKind, string[]> Operators = new()
    {
        [SyntaxKind.LessThanToken] = ["<=", ">="],
        [SyntaxKind.LessThanEqualsToken] = ["<", ">"],
        [SyntaxKind.GreaterThanToken] = [">=", "<="],
        [SyntaxKind.GreaterThanEqualsToken] = [">", "<"],
        [SyntaxKind.EqualsEqualsToken] = ["!="],
        [SyntaxKind.ExclamationEqualsToken] = ["=="],
        [SyntaxKind.AmpersandAmpersandToken] = ["||"],
        [SyntaxKind.BarBarToken] = ["&&"],
        [SyntaxKind.PlusToken] = ["-"],
        [SyntaxKind.MinusToken] = ["+"],
        [SyntaxKind.AsteriskToken] = ["/"],
        [SyntaxKind.SlashToken] = ["*"],
        [SyntaxKind.PercentToken] = ["*"],
        [SyntaxKind.AmpersandToken] = ["|"],
        [SyntaxKind.BarToken] = ["&"],
        [SyntaxKind.CaretToken] = ["|"],
        [SyntaxKind.LessThanLessThanToken] = [">>"],
        [SyntaxKind.GreaterThanGreaterThanToken] = ["<<"],
        [SyntaxKind.GreaterThanGreaterThanGreaterThanToken] = ["<<"],
        [SyntaxKind.PlusEqualsToken] = ["-="],
        [SyntaxKind.MinusEqualsToken] = ["+="],
        [SyntaxKind.BarEqualsToken] = ["&="],
        [SyntaxKind.AmpersandEqualsToken] = ["|="],
        [SyntaxKind.QuestionQuestionEqualsToken] = ["="],
        [SyntaxKind.PlusPlusToken] = ["--"],
        [SyntaxKind.MinusMinusToken] = ["++"],
        [SyntaxKind.AndKeyword] = ["or"],
        [SyntaxKind.OrKeyword] = ["and"],
    };

    /// <summary>Finds the mutants of one file.</summary>
    /// <param name="tree">The syntax tree of the file.</param>
    /// <param name="file">The path below src/Requests.</param>
    public static IEnumerable<Mutant> Find(SyntaxTree tree, string file) =>
        tree.GetRoot().DescendantNodes(node => node is not AttributeListSyntax)
            .SelectMany(node => GetChanges(node).Select(change => new Mutant(tree, file, node, change.Span, change.Text, change.Kind)))
            .OrderBy(static mutant => mutant.Span.Start).ThenBy(static mutant => mutant.Span.Length)
            .ThenBy(static mutant => mutant.Text, StringComparer.Ordinal);

    private static IEnumerable<(TextSpan Span, string Text, string Kind)> GetChanges(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary => Replace(binary.OperatorToken),
        AssignmentExpressionSyntax assignment => Replace(assignment.OperatorToken),
        PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.LogicalNotExpression) =>
            [(prefix.OperatorToken.Span, "", "negation")],
        PrefixUnaryExpressionSyntax prefix => Replace(prefix.OperatorToken),
        PostfixUnaryExpressionSyntax postfix when !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression) =>
            Replace(postfix.OperatorToken),
        BinaryPatternSyntax pattern => Replace(pattern.OperatorToken),
        RelationalPatternSyntax pattern => Replace(pattern.OperatorToken),
        UnaryPatternSyntax pattern =>
            [(TextSpan.FromBounds(pattern.OperatorToken.SpanStart, pattern.Pattern.SpanStart), "", "negation")],
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or TypePatternSyntax or RecursivePatternSyntax } pattern =>
            [(new TextSpan(pattern.Pattern.SpanStart, 0), "not ", "negation")],
        IfStatementSyntax statement => Negate(statement.Condition),
        WhileStatementSyntax statement => Negate(statement.Condition),
        ForStatementSyntax { Condition: { } condition } => Negate(condition),
        DoStatementSyntax statement => Negate(statement.Condition),
        ConditionalExpressionSyntax expression => Negate(expression.Condition),
        WhenClauseSyntax clause => Negate(clause.Condition),
        CatchFilterClauseSyntax clause => Negate(clause.FilterExpression),
        LiteralExpressionSyntax literal => ChangeLiteral(literal),
        InterpolatedStringTextSyntax text when !IsMessage(text) => [(text.Span, "", "string")],
        ExpressionStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or ThrowStatementSyntax
            or ReturnStatementSyntax { Expression: null } => Remove(node),
        _ => [],
    };

    private static IEnumerable<(TextSpan, string, string)> Replace(SyntaxToken token) =>
        Operators.TryGetValue(token.Kind(), out var others) ? others.Select(other => (token.Span, other, "operator")) : [];

    // A comparison is not negated, because the opposite operator makes the same change.
    private static IEnumerable<(TextSpan, string, string)> Negate(ExpressionSyntax condition) => condition switch
    {
        PrefixUnaryExpressionSyntax => [],
        BinaryExpressionSyntax when condition.Kind() is not (SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression) => [],
        _ => [(condition.Span, $"!({condition})", "condition")],
    };

    private static IEnumerable<(TextSpan, string, string)> Remove(SyntaxNode statement) => [(statement.Span, ";", "statement")];

    private static IEnumerable<(TextSpan, string, string)> ChangeLiteral(LiteralExpressionSyntax literal)
    {
        var span = literal.Span;
        switch (literal.Kind())
        {
            case SyntaxKind.TrueLiteralExpression:
                return [(span, "false", IsAwait(literal) ? "await" : "boolean")];
            case SyntaxKind.FalseLiteralExpression:
                return [(span, "true", IsAwait(literal) ? "await" : "boolean")];
            case SyntaxKind.CharacterLiteralExpression when literal.Token.Value is char character:
                return [(span, SymbolDisplay.FormatLiteral((char)(character + 1), quote: true), "character")];
            case SyntaxKind.StringLiteralExpression when !IsMessage(literal):
                return [(span, literal.Token.ValueText.Length == 0 ? "\"mutant\"" : "\"\"", "string")];
            case SyntaxKind.NumericLiteralExpression when literal.Token.Value is int number:
                return number == 0
                    ? [(span, "1", "number")]
                    : [(span, ToText(number + 1), "number"), (span, ToText(number - 1), "number")];
            case SyntaxKind.NumericLiteralExpression when literal.Token.Value is double number:
                return [(span, (number + 1).ToString("R", CultureInfo.InvariantCulture) + "D", "number")];
            default:
                return [];
        }
    }

    private static string ToText(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool IsAwait(LiteralExpressionSyntax literal) =>
        literal.Parent is ArgumentSyntax
        {
            Parent.Parent: InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" },
            },
        };

    // Messages stay, because a test that expects the exact text would only repeat the source.
    private static bool IsMessage(SyntaxNode node) =>
        node.FirstAncestorOrSelf<ThrowStatementSyntax>() is not null
            || node.FirstAncestorOrSelf<ConstructorInitializerSyntax>() is not null
            || node.Ancestors()
                .TakeWhile(static ancestor => ancestor is not StatementSyntax and not MemberDeclarationSyntax)
                .Any(static ancestor => ancestor is AttributeSyntax or ThrowExpressionSyntax || IsException(ancestor))
            || IsSentence(node);

    private static bool IsException(SyntaxNode node) =>
        node is ObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0, Type: var type }
            && type.ToString().EndsWith("Exception", StringComparison.Ordinal);

    /// <summary>
    /// Returns whether a text has at least three words and begins with a capital letter or ends with a period. Texts that are joined are
    /// one text.
    /// </summary>
    private static bool IsSentence(SyntaxNode node)
    {
        var whole = node is LiteralExpressionSyntax ? node : node.Parent!;
        while (whole.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum) whole = sum;
        var text = string.Concat(
            whole.DescendantNodesAndSelf(static part => part is not InterpolatedStringExpressionSyntax).Select(GetText));
        return text.Count(static character => character == ' ') > 1
            && (char.IsUpper(text.FirstOrDefault()) || text.EndsWith('.'));
    }

    private static string GetText(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        InterpolatedStringExpressionSyntax text => text.ToString().Trim('$', '"'),
        _ => "",
    };
}
