namespace Requests;

/// <summary>The links of an answer by their relation, or by their URL where they name none. Names compare without case.</summary>
/// <remarks>requests: <c>Response.links</c>.</remarks>
public sealed class LinkCollection : Dictionary<string, ResponseLink>
{
    internal LinkCollection()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }
}
