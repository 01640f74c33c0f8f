using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Requests;

/// <summary>
/// Redacts the secrets of bodies: by the names of fields, and by the values of the exchange. Everything else stays as it is, so that a
/// body without secrets is not changed.
/// </summary>
internal static class ContentRedactor
{
    private const int MaximumDepth = 1000;

    /// <summary>Redacts the secrets of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">The media type of the text, or null.</param>
    /// <param name="secrets">The secrets of the exchange.</param>
    internal static string Redact(string text, string? contentType, ExchangeRedactor secrets)
    {
        if (contentType?.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            return SensitiveNames.RedactPairs(secrets.Redact(text), secrets.IsSecretParameter);
        }

        return contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true && TryRedactJson(text, secrets) is { } json
            ? json
            : RedactText(text, secrets);
    }

    /// <summary>Redacts the secrets of a text without a known structure. A string of JSON may itself contain names and values.</summary>
    /// <param name="text">The text.</param>
    /// <param name="secrets">The secrets of the exchange.</param>
    internal static string RedactText(string text, ExchangeRedactor secrets) => TextRedactor.Redact(secrets.Redact(text), secrets.Fields);

    /// <summary>Redacts a form with files, whose fields are text and whose files may be anything.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="secrets">The secrets of the exchange.</param>
    internal static byte[] RedactMultipart(byte[] content, ExchangeRedactor secrets)
    {
        // In this encoding each byte is a character.
        var text = Encoding.Latin1.GetString(content);
        var redacted = RedactText(text, secrets);
        return redacted == text ? content : Encoding.Latin1.GetBytes(redacted);
    }

    /// <summary>Redacts JSON; null for a text that is not JSON. What stands between the redacted values is copied.</summary>
    private static string? TryRedactJson(string text, ExchangeRedactor secrets)
    {
        var json = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
        using var result = new MemoryStream();
        var (copied, isSecret) = (0, false);
        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                var replacement = GetReplacement(ref reader, secrets, ref isSecret);
                if (replacement is null) continue;
                result.Write(json, copied, start - copied);
                WriteString(result, replacement);
                if (reader.TokenType == JsonTokenType.PropertyName) result.WriteByte((byte)':');
                copied = (int)reader.BytesConsumed;
            }
        }
        catch (JsonException)
        {
            return null;
        }

        if (copied == 0) return text;
        result.Write(json, copied, json.Length - copied);
        return Encoding.UTF8.GetString(result.GetBuffer(), 0, (int)result.Length);
    }

    /// <summary>Returns the string that replaces a token, or the whole value that it begins; null when it stays.</summary>
    private static string? GetReplacement(ref Utf8JsonReader reader, ExchangeRedactor secrets, ref bool isSecret)
    {
        var isSecretValue = isSecret;
        isSecret = false;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var name = JsonText.Get(ref reader);
                isSecret = secrets.IsSecretField(name);
                return secrets.Redact(name) is var shown && shown != name ? shown : null;
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                var text = JsonText.Get(ref reader);
                var redacted = !isSecretValue ? RedactText(text, secrets) : text.Length > 0 ? SensitiveNames.Redacted : text;
                return redacted != text ? redacted : null;
            case var _ when isSecretValue:
                reader.Skip();
                return SensitiveNames.Redacted;
            case JsonTokenType.Number when secrets.Redact(Encoding.ASCII.GetString(reader.ValueSpan)) == SensitiveNames.Redacted:
                return SensitiveNames.Redacted;
            default:
                return null;
        }
    }

    private static void WriteString(MemoryStream stream, string text)
    {
        stream.WriteByte((byte)'"');
        stream.Write(JsonEncodedText.Encode(Encoding.UTF8.GetBytes(text), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        stream.WriteByte((byte)'"');
    }
}
