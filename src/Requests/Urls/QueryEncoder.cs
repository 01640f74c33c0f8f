using System.Text;

namespace Requests;

/// <summary>Encodes pairs as a query or a form: <c>a=1&amp;a=2&amp;b=x+y</c>.</summary>
/// <remarks>requests: <c>_encode_params</c>, Python's <c>urlencode</c>.</remarks>
internal static class QueryEncoder
{
    /// <summary>Encodes one name or value.</summary>
    /// <param name="text">The text.</param>
    internal static string EncodePart(string text)
    {
        var encoded = new StringBuilder();
        PercentEncoding.AppendForm(text, encoded);
        return encoded.ToString();
    }

    /// <summary>Encodes the pairs in order. A pair with a null value is left out.</summary>
    /// <param name="pairs">Names and values.</param>
    internal static string Encode(IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in pairs)
        {
            if (value is null) continue;
            if (text.Length > 0) text.Append('&');
            PercentEncoding.AppendForm(name, text);
            text.Append('=');
            PercentEncoding.AppendForm(value, text);
        }

        return text.ToString();
    }
}
