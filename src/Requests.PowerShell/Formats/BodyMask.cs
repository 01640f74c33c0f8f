using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Requests.PowerShell;

/// <summary>Bodies as they may be shown: JSON indented, what is secret by its name masked.</summary>
internal static partial class BodyMask
{
    private const int LargestJson = 256 * 1024;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text with its secrets masked.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">What it is, or null.</param>
    internal static string Of(string text, string? contentType)
    {
        if (contentType?.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true) return SecretNames.MaskPairs(text, Redactor.IsSecretField);
        return Json(text, contentType) ?? WithoutNamed(text);
    }

    /// <summary>JSON of a moderate size, indented and masked; null for what is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">What it is, or null.</param>
    internal static string? Json(string text, string? contentType)
    {
        if (text.Length is 0 or > LargestJson || contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true) return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, Indented)) Write(document.RootElement, writer);
            return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var one in value.EnumerateObject())
                {
                    writer.WritePropertyName(one.Name);
                    if (Redactor.IsSecretField(one.Name) && one.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number) writer.WriteStringValue(Redactor.Mask);
                    else Write(one.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var one in value.EnumerateArray()) Write(one, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                // A text may quote what has names of its own.
                writer.WriteStringValue(WithoutNamed(value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static string WithoutNamed(string text) => Named().Replace(text, $"${{name}}{Redactor.Mask}");

    // Names in XML, ini files, logs and broken JSON.
    [GeneratedRegex("""(?<name>[\w-]*(token|secret|passw|pwd|api[-_]?key|credential|signature)[\w-]*["']?\s*[=:>]\s*["']?)[^\s"'<&,;]+""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}
