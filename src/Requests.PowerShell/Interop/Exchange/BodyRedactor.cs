using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>Formats bodies for display: indents JSON and redacts values that are secret by their name.</summary>
internal static class BodyRedactor
{
    /// <summary>The maximum length, in characters, of a text that is read as JSON.</summary>
    internal const int LargestJson = 256 * 1024;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Redacts the secrets of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">The media type of the text, or null.</param>
    /// <param name="secrets">The secrets of the exchange.</param>
    internal static string Redact(string text, string? contentType, ExchangeRedactor secrets) =>
        Json(text, contentType, secrets) ?? ContentRedactor.Redact(text, contentType, secrets);

    /// <summary>Indents and redacts JSON; returns null for a text that is not JSON or longer than <see cref="LargestJson"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">The media type of the text, or null.</param>
    /// <param name="secrets">The secrets of the exchange.</param>
    internal static string? Json(string text, string? contentType, ExchangeRedactor secrets)
    {
        if (text.Length is 0 or > LargestJson || contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true) return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, Indented)) Write(document.RootElement, writer, secrets);
            return Unescape(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer, ExchangeRedactor secrets)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    var name = JsonText.GetName(property);
                    writer.WritePropertyName(secrets.Redact(name));
                    if (secrets.IsSecretField(name) && !IsEmpty(property.Value)) writer.WriteStringValue(SensitiveNames.Redacted);
                    else Write(property.Value, writer, secrets);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(item, writer, secrets);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                // A string may itself contain names and values.
                writer.WriteStringValue(ContentRedactor.RedactText(JsonText.Get(value), secrets));
                break;
            case JsonValueKind.Number when secrets.Redact(value.GetRawText()) == SensitiveNames.Redacted:
                writer.WriteStringValue(SensitiveNames.Redacted);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind is JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && JsonText.Get(value).Length == 0);

    /// <summary>Decodes the escapes of the writer, except those of control characters, quotes and backslashes.</summary>
    private static string Unescape(string json)
    {
        if (!json.Contains("\\u", StringComparison.Ordinal)) return json;
        var result = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\')
            {
                result.Append(json[i]);
            }
            else if (json[i + 1] == 'u' && ParseHex(json.AsSpan(i + 2, 4)) is var code && !MustStayEscaped(code))
            {
                result.Append(code);
                i += 5;
            }
            else
            {
                result.Append(json, i++, 2);
            }
        }

        return result.ToString();
    }

    private static bool MustStayEscaped(char code) => VisibleText.IsControl(code) || code is '"' or '\\';

    private static char ParseHex(ReadOnlySpan<char> digits) =>
        (char)ushort.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
