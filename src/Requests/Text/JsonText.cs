using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Requests;

/// <summary>
/// Reads the names and strings of JSON. An escape may be half a surrogate pair (RFC 8259 section 8.2). .NET's reader refuses it, but a .NET
/// string can hold it, so it is kept.
/// </summary>
internal static class JsonText
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Gets the name or string at the reader's position.</summary>
    /// <param name="reader">The reader.</param>
    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    internal static string Get(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Unescape(reader.ValueSpan) : StrictUtf8.GetString(reader.ValueSpan);

    /// <summary>Gets the string of an element.</summary>
    /// <param name="value">The element: a string, in a document that was parsed from a string.</param>
    internal static string Get(JsonElement value) => First(value.GetRawText());

    /// <summary>Gets the name of a property.</summary>
    /// <param name="property">The property, in a document that was parsed from a string.</param>
    internal static string GetName(JsonProperty property) => First(property.ToString());

    /// <summary>Reads the string that the JSON text begins with.</summary>
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

            text.Append(
                (char)ushort.Parse(Encoding.ASCII.GetString(utf8[..4]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
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
