using System.Collections;

namespace Requests;

/// <summary>
/// The pairs of a query, in order: names are case-sensitive and may repeat, a null value means "leave this one out".
/// A raw text is sent as the caller wrote it.
/// </summary>
/// <remarks>requests: the <c>params</c> argument.</remarks>
public sealed class QueryParams : IEnumerable<KeyValuePair<string, string?>>
{
    private readonly List<KeyValuePair<string, string?>> _pairs = [];

    /// <summary>Creates an empty query.</summary>
    public QueryParams()
    {
    }

    /// <summary>Creates a query from pairs.</summary>
    /// <param name="pairs">Names and values, in order; a name may repeat.</param>
    public QueryParams(IEnumerable<KeyValuePair<string, string?>> pairs) => _pairs.AddRange(pairs);

    /// <summary>Creates a query from a text that is already in its form, such as <c>a=1&amp;b=2</c>.</summary>
    /// <param name="raw">The text, without the question mark.</param>
    public QueryParams(string raw) => Raw = raw;

    /// <summary>The text given as it is, or null when the query is made of pairs.</summary>
    public string? Raw { get; }

    /// <summary>How many pairs there are.</summary>
    public int Count => _pairs.Count;

    /// <summary>Adds a pair at the end.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null leaves the name out and removes it from a session's defaults.</param>
    public void Add(string name, string? value) => _pairs.Add(KeyValuePair.Create(name, value));

    /// <summary>This query with another on top: a name of the other replaces this one's pairs of that name, a raw text replaces all.</summary>
    /// <param name="over">What wins.</param>
    /// <remarks>requests: <c>merge_setting</c>.</remarks>
    public QueryParams Merge(QueryParams? over)
    {
        if (over is null || (over.Count == 0 && over.Raw is null)) return this;
        if (over.Raw is not null || Raw is not null || Count == 0) return over;
        var replaced = over._pairs.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        return new QueryParams(_pairs.Where(pair => !replaced.Contains(pair.Key)).Concat(over._pairs));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
