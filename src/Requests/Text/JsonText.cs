using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Requests;

/// <summary>
/// Reads the names and texts of JSON. An escape may be half a surrogate pair (RFC 8259 section 8.2), which .NET's reader refuses and strings
/// of .NET can hold: it is kept as it is.
/// </summary>
internal static class JsonText
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Gets the name or text that a reader stands at.</summary>
    /// <param name="reader">The reader.</param>
    /// <exception cref="DecoderFallbackException">Its bytes are not UTF-8.</exception>
    internal static string Get(ref Utf8JsonReader reader) => reader.ValueIsEscaped ? Unescape(reader.ValueSpan) : StrictUtf8.GetString(reader.ValueSpan);

    /// <summary>Gets the text of an element that is one.</summary>
    /// <param name="value">The element, of a document that was read from a string.</param>
    internal static string Get(JsonElement value) => First(value.GetRawText());

    /// <summary>Gets the name of a property.</summary>
    /// <param name="property">The property, of a document that was read from a string.</param>
    internal static string GetName(JsonProperty property) => First(property.ToString());

    /// <summary>The text that JSON begins with.</summary>
    private static string First(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return Get(ref reader);
    }

    private static string Unescape(ReadOnlySpan<byte> utf8)
    {
        var text = new StringBuilder(utf8.Length);
        while (utf8.IndexOf((byte)'\\') is >= 0 and var at)
        {
            text.Append(StrictUtf8.GetString(utf8[..at]));
            var escape = utf8[at + 1];
            utf8 = utf8[(at + 2)..];
            if (escape != 'u')
            {
                text.Append(Unescape(escape));
                continue;
            }

            text.Append((char)ushort.Parse(Encoding.ASCII.GetString(utf8[..4]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            utf8 = utf8[4..];
        }

        return text.Append(StrictUtf8.GetString(utf8)).ToString();
    }

    private static char Unescape(byte escape) => (char)escape switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        var other => other,
    };
}
