using System.Buffers;
using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>Encodes and decodes the escapes of RFC 3986 section 2.1, as UTF-8.</summary>
internal static class PercentEncoding
{
    private const string Hex = "0123456789ABCDEF";
    private const string UnreservedCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly SearchValues<char> Unreserved = SearchValues.Create(UnreservedCharacters);
    private static readonly SearchValues<char> LegalInPart = SearchValues.Create(UnreservedCharacters + "!$&'()*+,/:;=?@");
    private static readonly SearchValues<char> LegalInUrl = SearchValues.Create(UnreservedCharacters + "!#$&'()*+,/:;=?@[]");

    /// <summary>
    /// Escapes the illegal characters of a part of a URL. Escapes of unreserved characters are decoded, other escapes stay, and a percent
    /// sign that does not begin an escape is escaped.
    /// </summary>
    /// <param name="text">A path, query or fragment.</param>
    /// <remarks>requests: <c>requote_uri</c>.</remarks>
    internal static string Requote(string text)
    {
        var illegal = text.AsSpan().IndexOfAnyExcept(LegalInUrl);
        if (illegal < 0) return text;
        var result = new StringBuilder(text.Length + 16).Append(text, 0, illegal);
        for (var i = illegal; i < text.Length; i++)
        {
            if (LegalInUrl.Contains(text[i])) result.Append(text[i]);
            else if (text[i] == '%') i += AppendEscape(result, text, i);
            else i += AppendRune(result, text, i);
        }

        return result.ToString();
    }

    /// <summary>
    /// Normalizes the path, query or fragment of a URL. Illegal characters, brackets among them, are escaped; escapes of unreserved
    /// characters are decoded; the digits of other escapes are in upper case. If one percent sign does not begin an escape, all percent
    /// signs are escaped.
    /// </summary>
    /// <param name="text">The path, query or fragment.</param>
    /// <remarks>urllib3: <c>_encode_invalid_chars</c>; requests: <c>requote_uri</c>.</remarks>
    internal static string Normalize(string text)
    {
        var illegal = text.AsSpan().IndexOfAnyExcept(LegalInPart);
        if (illegal < 0) return text;
        var isEscaped = HasEscapesAlone(text);
        var result = new StringBuilder(text.Length + 16).Append(text, 0, illegal);
        for (var i = illegal; i < text.Length; i++)
        {
            if (LegalInPart.Contains(text[i])) result.Append(text[i]);
            else if (text[i] != '%') i += AppendRune(result, text, i);
            else if (isEscaped) i += AppendEscape(result, text, i, upper: true);
            else if (IsEscape(text, i)) i += AppendText(result, text, i);
            else result.Append("%25");
        }

        return result.ToString();
    }

    /// <summary>
    /// Appends a name or value of a query or form. All but unreserved characters are escaped; a space becomes a plus sign.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="result">The builder that the encoded text is appended to.</param>
    /// <remarks>Python's <c>quote_plus</c>; RFC 1866 section 8.2.1.</remarks>
    internal static void AppendForm(string text, StringBuilder result)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (Unreserved.Contains(text[i])) result.Append(text[i]);
            else if (text[i] == ' ') result.Append('+');
            else i += AppendRune(result, text, i);
        }
    }

    /// <summary>Returns the bytes of a percent-encoded text. A percent sign without two hexadecimal digits behind it stays.</summary>
    /// <param name="text">The text.</param>
    internal static byte[] DecodeBytes(string text)
    {
        var bytes = new List<byte>(text.Length);
        var source = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 2 < source.Length
                && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]))
            {
                bytes.Add(Convert.ToByte(Encoding.ASCII.GetString(source, i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.Add(source[i]);
            }
        }

        return [.. bytes];
    }

    /// <summary>Decodes the escapes of a text as UTF-8; other text stays.</summary>
    /// <param name="text">The text.</param>
    internal static string Decode(string text) => Uri.UnescapeDataString(text);

    /// <summary>Appends an escape or a single percent sign; returns how many characters it read beyond the first.</summary>
    private static int AppendEscape(StringBuilder result, string text, int at, bool upper = false)
    {
        if (!IsEscape(text, at))
        {
            result.Append("%25");
            return 0;
        }

        var decoded = (char)byte.Parse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (Unreserved.Contains(decoded)) result.Append(decoded);
        else if (upper) result.Append('%').Append(char.ToUpperInvariant(text[at + 1])).Append(char.ToUpperInvariant(text[at + 2]));
        else result.Append(text, at, 3);
        return 2;
    }

    /// <summary>Appends an escape as literal text; returns how many characters it read beyond the first.</summary>
    private static int AppendText(StringBuilder result, string text, int at)
    {
        result.Append("%25").Append(char.ToUpperInvariant(text[at + 1])).Append(char.ToUpperInvariant(text[at + 2]));
        return 2;
    }

    private static bool IsEscape(string text, int at) =>
        at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]);

    private static bool HasEscapesAlone(string text)
    {
        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (!IsEscape(text, at)) return false;
        }

        return true;
    }

    /// <summary>
    /// Appends an escaped character, which can be a surrogate pair; returns how many characters it read beyond the first.
    /// </summary>
    private static int AppendRune(StringBuilder result, string text, int at)
    {
        Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var consumed);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var octet in bytes[..rune.EncodeToUtf8(bytes)]) result.Append('%').Append(Hex[octet >> 4]).Append(Hex[octet & 15]);
        return consumed - 1;
    }
}
