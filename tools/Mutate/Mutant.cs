using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Requests.Mutate;

/// <summary>Represents one change of one place of the engine.</summary>
/// <param name="Tree">The syntax tree of the file.</param>
/// <param name="File">The path below src/Requests, with forward slashes.</param>
/// <param name="Node">The smallest node around the change.</param>
/// <param name="Span">The text that is replaced.</param>
/// <param name="Text">The text that stands there instead.</param>
/// <param name="Kind">What kind of change it is.</param>
internal sealed record Mutant(SyntaxTree Tree, string File, SyntaxNode Node, TextSpan Span, string Text, string Kind)
{
    /// <summary>Gets the folder below src/Requests, which tests/Requests.Tests mirrors.</summary>
    public string Folder => File[..File.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>Gets the line of the change, from 1.</summary>
    public int Line => Tree.GetLineSpan(Span).StartLinePosition.Line + 1;

    /// <summary>Gets the name of the enclosing member.</summary>
    public string Member { get; } = GetMember(Node);

    /// <summary>Gets the statement, or what is nearest to one, as it stands in the source, with single blanks.</summary>
    public string Original => Show(Region, null);

    /// <summary>Gets the same with the change in it.</summary>
    public string Mutated => Show(Region, Text);

    private TextSpan Region => Node.AncestorsAndSelf().Where(IsRegion).Select(node => GetRegion(node)).FirstOrDefault(Node.Span);

    /// <summary>Makes the tree with the change.</summary>
    public SyntaxTree Apply() => Tree.WithChangedText(Tree.GetText().WithChanges(new TextChange(Span, Text)));

    /// <summary>Tells where the change stands and what it is.</summary>
    public string Describe() => $"{File}:{Line} {Kind} in {Member}: {Original}  =>  {Mutated}";

    private static bool IsRegion(SyntaxNode node) =>
        node is StatementSyntax and not BlockSyntax or SwitchExpressionArmSyntax or SwitchLabelSyntax or ArrowExpressionClauseSyntax or MemberDeclarationSyntax;

    // Of a statement that holds others only the head is shown.
    private TextSpan GetRegion(SyntaxNode node)
    {
        var body = node.ChildNodes().FirstOrDefault(child => child.SpanStart > Span.Start
            && (child is StatementSyntax or ElseClauseSyntax or SwitchSectionSyntax or MemberDeclarationSyntax or AccessorListSyntax));
        return body is null || node is ExpressionStatementSyntax ? node.Span : TextSpan.FromBounds(node.SpanStart, body.SpanStart);
    }

    private string Show(TextSpan region, string? text)
    {
        var whole = Tree.GetText().ToString();
        region = region.Contains(Span) ? region : Span;
        var shown = text is null
            ? whole[region.Start..region.End]
            : whole[region.Start..Span.Start] + text + whole[Span.End..region.End];
        return string.Join(' ', shown.Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static string GetMember(SyntaxNode node) => string.Join('.', node.AncestorsAndSelf().Select(GetName).Where(name => name is not null).Reverse());

    private static string? GetName(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax => "new",
        PropertyDeclarationSyntax property => property.Identifier.Text,
        IndexerDeclarationSyntax => "this[]",
        OperatorDeclarationSyntax one => "operator " + one.OperatorToken.Text,
        EnumMemberDeclarationSyntax member => member.Identifier.Text,
        BaseFieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        _ => null,
    };
}
