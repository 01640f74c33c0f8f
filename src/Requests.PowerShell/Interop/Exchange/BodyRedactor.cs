using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>Bodies as they may be shown: JSON indented, what is secret by its name masked.</summary>
internal static class BodyRedactor
{
    /// <summary>The largest text, in characters, that is read as JSON.</summary>
    internal const int LargestJson = 256 * 1024;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text with its secrets masked.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">What it is, or null.</param>
    /// <param name="secrets">The values that its exchange used as secrets.</param>
    internal static string Redact(string text, string? contentType, ExchangeRedactor secrets)
    {
        if (contentType?.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true) return SensitiveNames.RedactPairs(secrets.Redact(text), SensitiveNames.IsSecretParameter);
        return Json(text, contentType, secrets) ?? TextRedactor.Redact(secrets.Redact(text));
    }

    /// <summary>JSON of a moderate size, indented and masked; null for what is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">What it is, or null.</param>
    /// <param name="secrets">The values that its exchange used as secrets.</param>
    internal static string? Json(string text, string? contentType, ExchangeRedactor secrets)
    {
        if (text.Length is 0 or > LargestJson || contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true) return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, Indented)) Write(document.RootElement, writer, secrets);
            return WithoutEscapes(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
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
                foreach (var one in value.EnumerateObject())
                {
                    var name = JsonText.GetName(one);
                    writer.WritePropertyName(secrets.Redact(name));
                    if (SensitiveNames.IsSecretField(name) && !IsEmpty(one.Value)) writer.WriteStringValue(SensitiveNames.Redacted);
                    else Write(one.Value, writer, secrets);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var one in value.EnumerateArray()) Write(one, writer, secrets);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                // A text may quote what has names of its own.
                writer.WriteStringValue(TextRedactor.Redact(secrets.Redact(JsonText.Get(value))));
                break;
            case JsonValueKind.Number when secrets.Redact(value.GetRawText()) == SensitiveNames.Redacted:
                writer.WriteStringValue(SensitiveNames.Redacted);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind is JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && JsonText.Get(value).Length == 0);

    /// <summary>The writer escapes more than a reader has to be kept from: only controls stay escaped.</summary>
    private static string WithoutEscapes(string json)
    {
        if (!json.Contains("\\u", StringComparison.Ordinal)) return json;
        var result = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\')
            {
                result.Append(json[i]);
            }
            else if (json[i + 1] == 'u' && (char)ushort.Parse(json.AsSpan(i + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var code && !VisibleText.IsControl(code) && code is not ('"' or '\\'))
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
}
