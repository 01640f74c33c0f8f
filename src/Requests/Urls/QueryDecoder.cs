namespace Requests;

/// <summary>Reads the pairs of a query or form.</summary>
/// <remarks>WHATWG URL section 5.1; Python's <c>parse_qsl</c> with blank values kept.</remarks>
internal static class QueryDecoder
{
    /// <summary>Returns the pairs in order, decoded.</summary>
    /// <param name="form">A query or form, such as <c>a=1&amp;b=x+y</c>.</param>
    internal static IEnumerable<KeyValuePair<string, string>> Decode(string form)
    {
        foreach (var pair in form.Replace('+', ' ').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            yield return at < 0
                ? KeyValuePair.Create(PercentEncoding.Decode(pair), "")
                : KeyValuePair.Create(PercentEncoding.Decode(pair[..at]), PercentEncoding.Decode(pair[(at + 1)..]));
        }
    }

    /// <summary>Decodes one name or value.</summary>
    /// <param name="text">The text.</param>
    internal static string DecodePart(string text) => PercentEncoding.Decode(text.Replace('+', ' '));

    /// <summary>Returns the pairs by name; of a name that repeats, the first.</summary>
    /// <param name="form">A query or form, such as <c>a=1&amp;b=x+y</c>.</param>
    internal static Dictionary<string, string> ToMap(string form)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Decode(form)) map.TryAdd(name, value);
        return map;
    }
}
