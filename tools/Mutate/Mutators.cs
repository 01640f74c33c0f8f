using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Requests.Mutate;

/// <summary>Lists the changes that a file allows, in the order of its text.</summary>
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

    /// <summary>Lists the changes of one file.</summary>
    public static IEnumerable<Mutant> Find(SyntaxTree tree, string file) =>
        tree.GetRoot().DescendantNodes(node => node is not AttributeListSyntax)
            .SelectMany(node => Change(node).Select(change => new Mutant(tree, file, node, change.Span, change.Text, change.Kind)))
            .OrderBy(mutant => mutant.Span.Start).ThenBy(mutant => mutant.Span.Length).ThenBy(mutant => mutant.Text, StringComparer.Ordinal);

    private static IEnumerable<(TextSpan Span, string Text, string Kind)> Change(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary => Replace(binary.OperatorToken),
        AssignmentExpressionSyntax assignment => Replace(assignment.OperatorToken),
        PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.LogicalNotExpression) => [(prefix.OperatorToken.Span, "", "negation")],
        PrefixUnaryExpressionSyntax prefix => Replace(prefix.OperatorToken),
        PostfixUnaryExpressionSyntax postfix when !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression) => Replace(postfix.OperatorToken),
        BinaryPatternSyntax pattern => Replace(pattern.OperatorToken),
        RelationalPatternSyntax pattern => Replace(pattern.OperatorToken),
        UnaryPatternSyntax pattern => [(TextSpan.FromBounds(pattern.OperatorToken.SpanStart, pattern.Pattern.SpanStart), "", "negation")],
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or TypePatternSyntax or RecursivePatternSyntax } pattern =>
            [(new TextSpan(pattern.Pattern.SpanStart, 0), "not ", "negation")],
        IfStatementSyntax one => Negate(one.Condition),
        WhileStatementSyntax one => Negate(one.Condition),
        ForStatementSyntax { Condition: { } condition } => Negate(condition),
        DoStatementSyntax one => Negate(one.Condition),
        ConditionalExpressionSyntax one => Negate(one.Condition),
        WhenClauseSyntax one => Negate(one.Condition),
        CatchFilterClauseSyntax one => Negate(one.FilterExpression),
        LiteralExpressionSyntax literal => ChangeLiteral(literal),
        InterpolatedStringTextSyntax text when !IsWording(text) => [(text.Span, "", "string")],
        ExpressionStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or ThrowStatementSyntax => Remove((StatementSyntax)node),
        ReturnStatementSyntax { Expression: null } one => Remove(one),
        _ => [],
    };

    private static IEnumerable<(TextSpan, string, string)> Replace(SyntaxToken token) =>
        Operators.TryGetValue(token.Kind(), out var others) ? others.Select(other => (token.Span, other, "operator")) : [];

    // A comparison has an opposite among the operators already.
    private static IEnumerable<(TextSpan, string, string)> Negate(ExpressionSyntax condition) =>
        condition is BinaryExpressionSyntax { RawKind: not ((int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression) } or PrefixUnaryExpressionSyntax
            ? []
            : [(condition.Span, $"!({condition})", "condition")];

    private static IEnumerable<(TextSpan, string, string)> Remove(StatementSyntax statement) => [(statement.Span, ";", "statement")];

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
            case SyntaxKind.StringLiteralExpression when !IsWording(literal):
                return [(span, literal.Token.ValueText.Length == 0 ? "\"mutant\"" : "\"\"", "string")];
            case SyntaxKind.NumericLiteralExpression when literal.Token.Value is int number:
                return number == 0 ? [(span, "1", "number")] : [(span, ToText(number + 1), "number"), (span, ToText(number - 1), "number")];
            case SyntaxKind.NumericLiteralExpression when literal.Token.Value is double number:
                return [(span, (number + 1).ToString("R", CultureInfo.InvariantCulture) + "D", "number")];
            default:
                return [];
        }
    }

    private static string ToText(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool IsAwait(LiteralExpressionSyntax literal) =>
        literal is { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } } } };

    // What a message says is for people to read; a test that pins its words would only repeat the line.
    private static bool IsWording(SyntaxNode node) => node.Ancestors().TakeWhile(one => one is not StatementSyntax and not MemberDeclarationSyntax)
        .Any(one => one is ThrowExpressionSyntax or BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } && IsException(one)
            || one is AttributeSyntax)
        || node.FirstAncestorOrSelf<ThrowStatementSyntax>() is not null || node.FirstAncestorOrSelf<ConstructorInitializerSyntax>() is not null
        || IsSentence(node);

    private static bool IsException(SyntaxNode node) => node is ThrowExpressionSyntax
        || node is ObjectCreationExpressionSyntax { Type: var type } && type.ToString().EndsWith("Exception", StringComparison.Ordinal);

    // A text of several words with a capital or a final dot.
    private static bool IsSentence(SyntaxNode node)
    {
        var text = node is LiteralExpressionSyntax literal ? literal.Token.ValueText : node.Parent!.ToString().Trim('$', '"');
        return text.Count(one => one == ' ') > 1 && (char.IsUpper(text.FirstOrDefault()) || text.EndsWith('.'));
    }
}
