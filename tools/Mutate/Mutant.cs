using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Requests.Mutate;

/// <summary>Represents one change at one place of the engine.</summary>
/// <param name="Tree">The syntax tree of the file.</param>
/// <param name="File">The path below src/Requests, with forward slashes.</param>
/// <param name="Node">The smallest node around the change.</param>
/// <param name="Span">The position of the text that is replaced.</param>
/// <param name="Text">The new text.</param>
/// <param name="Kind">The kind of the change, such as operator or negation.</param>
internal sealed record Mutant(SyntaxTree Tree, string File, SyntaxNode Node, TextSpan Span, string Text, string Kind)
{
    /// <summary>Gets the folder below src/Requests, which tests/Requests.Tests mirrors.</summary>
    public string Folder => File[..File.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>Gets the line of the change, from 1.</summary>
    public int Line => Tree.GetLineSpan(Span).StartLinePosition.Line + 1;

    /// <summary>Gets the name of the enclosing member.</summary>
    public string Member { get; } = GetMember(Node);

    /// <summary>Gets the statement or similar part of the source around the change, with single spaces.</summary>
    public string Original => Format(newText: null);

    /// <summary>Gets the same part of the source with the change.</summary>
    public string Mutated => Format(Text);

    /// <summary>Creates the syntax tree with the change.</summary>
    public SyntaxTree Apply() => Tree.WithChangedText(Tree.GetText().WithChanges(new TextChange(Span, Text)));

    /// <summary>Returns the place and the text of the change.</summary>
    public string Describe() => $"{File}:{Line} {Kind} in {Member}: {Original}  =>  {Mutated}";

    private static bool IsStatementLike(SyntaxNode node) => node is StatementSyntax and not BlockSyntax
        or SwitchExpressionArmSyntax or SwitchLabelSyntax or ArrowExpressionClauseSyntax or MemberDeclarationSyntax;

    /// <summary>Gets the position of a statement. If the statement contains others, only its first part is included.</summary>
    private TextSpan GetSpan(SyntaxNode node)
    {
        var body = node.ChildNodes().FirstOrDefault(child => child.SpanStart > Span.Start
            && child is StatementSyntax or ElseClauseSyntax or SwitchSectionSyntax or MemberDeclarationSyntax or AccessorListSyntax);
        return body is null || node is ExpressionStatementSyntax ? node.Span : TextSpan.FromBounds(node.SpanStart, body.SpanStart);
    }

    private string Format(string? newText)
    {
        var source = Tree.GetText().ToString();
        var span = Node.AncestorsAndSelf().Where(IsStatementLike).Select(GetSpan).FirstOrDefault(Node.Span);
        if (!span.Contains(Span)) span = Span;
        var part = newText is null
            ? source[span.Start..span.End]
            : source[span.Start..Span.Start] + newText + source[Span.End..span.End];
        return string.Join(' ', part.Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static string GetMember(SyntaxNode node) =>
        string.Join('.', node.AncestorsAndSelf().Select(GetName).Where(static name => name is not null).Reverse());

    private static string? GetName(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax => "new",
        PropertyDeclarationSyntax property => property.Identifier.Text,
        IndexerDeclarationSyntax => "this[]",
        OperatorDeclarationSyntax method => "operator " + method.OperatorToken.Text,
        EnumMemberDeclarationSyntax member => member.Identifier.Text,
        BaseFieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        _ => null,
    };
}
