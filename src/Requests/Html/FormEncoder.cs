using System.Buffers;
using System.Text;

namespace Requests;

/// <summary>Encodes the entries of a form (HTML section 4.10.22.6 to 4.10.22.8, URL section 5.2).</summary>
internal static class FormEncoder
{
    internal const string UrlEncoded = "application/x-www-form-urlencoded";
    internal const string Multipart = "multipart/form-data";
    internal const string Plain = "text/plain";

    private const string Hex = "0123456789ABCDEF";

    private static readonly SearchValues<byte> Unescaped =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._"u8);

    /// <summary>Creates the body of a POST.</summary>
    /// <param name="enctype">One of the three types.</param>
    /// <param name="entries">The names and values.</param>
    /// <param name="encoding">The encoding of the form.</param>
    internal static RequestBody CreateBody(string enctype, IReadOnlyList<HtmlEntry> entries, Encoding encoding)
    {
        var charset = CharacterReferenceFallback.AddTo(encoding);
        return enctype switch
        {
            Multipart => new MultipartBody(
                fields: [],
                entries.Select(entry => KeyValuePair.Create(WithLineEnds(entry.Name), ToPart(entry, charset))),
                charset),
            Plain => new BytesBody(charset.GetBytes(string.Concat(entries.Select(ToLine))), Plain),
            _ => new BytesBody(Encoding.ASCII.GetBytes(EncodeUrl(entries, encoding)), UrlEncoded),
        };
    }

    /// <summary>Encodes entries as a query or as the body of a form.</summary>
    /// <param name="entries">The names and values.</param>
    /// <param name="encoding">The encoding of the form. Another character is written as a reference, such as &amp;#8364;.</param>
    internal static string EncodeUrl(IEnumerable<HtmlEntry> entries, Encoding encoding)
    {
        var charset = CharacterReferenceFallback.AddTo(encoding);
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            if (text.Length > 0) text.Append('&');
            Append(text, charset.GetBytes(WithLineEnds(entry.Name)));
            text.Append('=');
            Append(text, charset.GetBytes(WithLineEnds(entry.Value)));
        }

        return text.ToString();
    }

    /// <summary>
    /// Returns a value and the other forms that a request in the encoding has it in: escaped as in a query, and, because what shows a body
    /// need not know its encoding, the bytes read as UTF-8 and as Latin-1.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="encoding">The encoding of the form.</param>
    internal static IEnumerable<string> GetForms(string value, Encoding encoding)
    {
        yield return value;
        if (encoding.CodePage == Encoding.UTF8.CodePage || Ascii.IsValid(value)) yield break;
        var octets = CharacterReferenceFallback.AddTo(encoding).GetBytes(WithLineEnds(value));
        var text = new StringBuilder();
        Append(text, octets);
        yield return text.ToString();
        yield return text.Replace("+", "%20").ToString();
        yield return Encoding.UTF8.GetString(octets);
        yield return Encoding.Latin1.GetString(octets);
    }

    /// <summary>
    /// Returns the names by which a field is found in a request or a response: its name, the forms of <see cref="GetForms"/> with the
    /// blanks of a decoded query, and its last word, because texts are read word by word and servers nest <c>user[w1]</c> as an object.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="encoding">The encoding of the form.</param>
    internal static IEnumerable<string> GetNames(string name, Encoding encoding)
    {
        foreach (var form in GetForms(name, encoding)) yield return form.Replace('+', ' ');
        yield return name;
        var end = name.TrimEnd('[', ']');
        var start = end.Length;
        while (start > 0 && (char.IsLetterOrDigit(end[start - 1]) || end[start - 1] is '_' or '.' or '-')) start--;
        if (end.AsSpan(start).ContainsAnyExceptInRange('0', '9')) yield return end[start..];
    }

    private static void Append(StringBuilder text, byte[] bytes)
    {
        foreach (var octet in bytes)
        {
            if (Unescaped.Contains(octet)) text.Append((char)octet);
            else if (octet == ' ') text.Append('+');
            else text.Append('%').Append(Hex[octet >> 4]).Append(Hex[octet & 15]);
        }
    }

    private static FilePart ToPart(HtmlEntry entry, Encoding charset) =>
        entry.File ?? FilePart.FromBytes(charset.GetBytes(WithLineEnds(entry.Value))).AsField();

    private static string ToLine(HtmlEntry entry) => $"{WithLineEnds(entry.Name)}={WithLineEnds(entry.Value)}\r\n";

    /// <summary>Returns a text whose line ends are CR LF.</summary>
    private static string WithLineEnds(string text) => text.AsSpan().ContainsAny('\r', '\n')
        ? text.Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace('\r', '\n')
            .Replace("\n", "\r\n", StringComparison.Ordinal)
        : text;
}
