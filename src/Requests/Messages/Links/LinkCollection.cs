using System.Collections.ObjectModel;

namespace Requests;

/// <summary>
/// Represents the links of a response by their relation, or by their URL where a link has no relation. Names compare without case. The
/// collection is read-only.
/// </summary>
/// <remarks>requests: <c>Response.links</c>.</remarks>
public sealed class LinkCollection : ReadOnlyDictionary<string, ResponseLink>
{
    internal LinkCollection(IDictionary<string, ResponseLink> links)
        : base(links)
    {
    }

    /// <summary>Gets a collection without links.</summary>
    internal static LinkCollection None { get; } = new(new Dictionary<string, ResponseLink>(StringComparer.OrdinalIgnoreCase));
}
