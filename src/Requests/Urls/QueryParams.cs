using System.Collections;
using System.Text;

namespace Requests;

/// <summary>
/// Represents the pairs of a query, in order. Names are case-sensitive and may repeat; a null value leaves the name out. A raw text is sent
/// as the caller wrote it. A query can have pairs and raw texts, where a session has one and a call the other.
/// </summary>
/// <remarks>requests: the <c>params</c> argument.</remarks>
public sealed class QueryParams : IEnumerable<KeyValuePair<string, string?>>
{
    private readonly List<Part> _parts = [];

    /// <summary>Creates an empty query.</summary>
    public QueryParams()
    {
    }

    /// <summary>Creates a query from pairs.</summary>
    /// <param name="pairs">Names and values, in order; a name may repeat.</param>
    public QueryParams(IEnumerable<KeyValuePair<string, string?>> pairs) =>
        _parts.AddRange(pairs.Select(pair => new Part(pair.Key, pair.Value, Text: null)));

    /// <summary>Creates a query from a text that is already encoded, such as <c>a=1&amp;b=2</c>.</summary>
    /// <param name="raw">The text, without the question mark.</param>
    public QueryParams(string raw) =>
        _parts.AddRange(raw.TrimStart('?').Split('&').Select(piece => new Part(GetName(piece), Value: null, piece)));

    private QueryParams(IEnumerable<Part> parts) => _parts.AddRange(parts);

    /// <summary>Gets the raw text as it was written; null when the query consists of pairs alone.</summary>
    public string? Raw => _parts.Exists(part => part.Text is not null)
        ? string.Join('&', _parts.Where(part => part.Text is not null).Select(part => part.Text))
        : null;

    /// <summary>Gets the number of pairs, without those of a raw text.</summary>
    public int Count => _parts.Count(part => part.Text is null);

    /// <summary>Adds a pair at the end.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null leaves the name out and removes it from a session's defaults.</param>
    public void Add(string name, string? value) => _parts.Add(new Part(name, value, Text: null));

    /// <summary>
    /// Returns this query followed by another. A name of the other replaces this query's values of that name, in pairs and in raw texts.
    /// </summary>
    /// <param name="over">The query that takes precedence; null returns this query.</param>
    /// <remarks>requests: <c>merge_setting</c>, which drops one of the two where one is a text.</remarks>
    public QueryParams Merge(QueryParams? over)
    {
        if (over is null || over._parts.TrueForAll(part => part.Text is { Length: 0 })) return this;
        if (_parts.Count == 0) return over;
        var replaced = over._parts.Select(part => part.Name).ToHashSet(StringComparer.Ordinal);
        return new QueryParams(_parts.Where(part => part.Text is not { Length: 0 } && !replaced.Contains(part.Name)).Concat(over._parts));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() =>
        _parts.Where(part => part.Text is null).Select(part => KeyValuePair.Create(part.Name, part.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => this.Select(static pair => new QueryField(pair.Key, pair.Value)).GetEnumerator();

    /// <summary>Returns the query as it is sent: names and values percent-encoded, illegal characters of raw texts escaped.</summary>
    internal string Encode()
    {
        if (_parts.Count == 0) return "";
        var query = new StringBuilder();
        for (var i = 0; i < _parts.Count; i++)
        {
            var (name, value, text) = _parts[i];
            if (text is not null)
            {
                // The pieces of one raw text are requoted together, as the caller wrote them.
                var end = _parts.FindIndex(i, part => part.Text is null);
                var pieces = string.Join('&', _parts[i..(end < 0 ? _parts.Count : end)].Select(part => part.Text));
                i = (end < 0 ? _parts.Count : end) - 1;
                if (pieces.Length == 0) continue;
                if (query.Length > 0) query.Append('&');
                query.Append(PercentEncoding.Requote(pieces));
            }
            else if (value is not null)
            {
                if (query.Length > 0) query.Append('&');
                PercentEncoding.AppendForm(name, query);
                query.Append('=');
                PercentEncoding.AppendForm(value, query);
            }
        }

        return query.ToString();
    }

    private static string GetName(string piece)
    {
        var at = piece.IndexOf('=', StringComparison.Ordinal);
        return QueryDecoder.DecodePart(at < 0 ? piece : piece[..at]);
    }

    /// <summary>Represents a pair, or a piece of a raw text between two ampersands with its decoded name.</summary>
    private readonly record struct Part(string Name, string? Value, string? Text);
}
