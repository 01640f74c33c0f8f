using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Requests;

/// <summary>
/// Writes bodies in the form in which they are compared: bodies that mean the same give the same text. Secret and ignored fields are left
/// out, so that a request matches whatever value they have. Pure.
/// </summary>
internal static class CassetteBodyText
{
    // A longer text is compared by its hash.
    private const int LongestText = 512;

    private const string Boundary = "boundary";

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a body.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="contentType">Their Content-Type; empty without one.</param>
    /// <param name="ignored">The names of fields that are left out, in addition to those of secrets.</param>
    internal static string Create(ReadOnlySpan<byte> body, string contentType, IReadOnlySet<string> ignored)
    {
        if (body.IsEmpty) return "";
        if (contentType.Contains("json", StringComparison.OrdinalIgnoreCase) && TryWriteJson(body, ignored) is { } json) return json;
        if (MultipartBody.GetBoundary(contentType) is { } boundary) return WriteMultipart(body, boundary, ignored);
        if (GetText(body) is not { } text) return Hash(body);
        return contentType.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ? WriteForm(text, ignored) : text;
    }

    /// <summary>Returns a short text as it is, and the hash of a long one.</summary>
    /// <param name="text">The text.</param>
    internal static string Shorten(string text) => text.Length > LongestText ? Hash(Encoding.UTF8.GetBytes(text)) : text;

    /// <summary>Returns the hash of bytes, as keys have it.</summary>
    /// <param name="bytes">The bytes.</param>
    internal static string Hash(ReadOnlySpan<byte> bytes) => FormatHash(SHA256.HashData(bytes));

    /// <summary>Writes a hash as keys have it.</summary>
    /// <param name="hash">The hash.</param>
    internal static string FormatHash(ReadOnlySpan<byte> hash) => $"sha256:{Convert.ToHexString(hash).ToLowerInvariant()}";

    /// <summary>Replaces the boundary in the value of a header, which is another one in each request.</summary>
    /// <param name="value">The value.</param>
    internal static string WithoutBoundary(string value) =>
        MultipartBody.GetBoundary(value) is { } boundary ? value.Replace(boundary, Boundary, StringComparison.Ordinal) : value;

    private static string? GetText(ReadOnlySpan<byte> body)
    {
        try
        {
            return StrictUtf8.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string WriteForm(string text, IReadOnlySet<string> ignored) => string.Join('&', QueryDecoder.Decode(text)
        .Where(pair => !SensitiveNames.IsSecretParameter(pair.Key) && !ignored.Contains(pair.Key))
        .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
        .Select(static pair => $"{pair.Key}={pair.Value}"));

    private static string? TryWriteJson(ReadOnlySpan<byte> body, IReadOnlySet<string> ignored)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.Read()) return null;
            var buffer = new ArrayBufferWriter<byte>(body.Length);
            using (var writer = new Utf8JsonWriter(buffer, Compact)) WriteJson(document.RootElement, writer, ignored);
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // It is not JSON, or has half a surrogate pair, and is compared as it is.
            return null;
        }
    }

    private static void WriteJson(JsonElement value, Utf8JsonWriter writer, IReadOnlySet<string> ignored)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject()
                    .Where(property => !SensitiveNames.IsSecretField(property.Name) && !ignored.Contains(property.Name))
                    .OrderBy(static property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    WriteJson(property.Value, writer, ignored);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) WriteJson(item, writer, ignored);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static string WriteMultipart(ReadOnlySpan<byte> body, string boundary, IReadOnlySet<string> ignored)
    {
        // Latin-1 maps each byte to one character, so that contents of any kind survive the splitting.
        var result = new StringBuilder();
        var text = $"\r\n{Encoding.Latin1.GetString(body)}";
        foreach (var part in text.Split($"\r\n--{boundary}").Skip(1))
        {
            if (part.StartsWith("--", StringComparison.Ordinal) || GetPartName(part) is not { } name) continue;
            if (SensitiveNames.IsSecretParameter(name) || ignored.Contains(name)) continue;
            var bytes = Encoding.Latin1.GetBytes(part);
            result.Append(GetText(bytes) ?? Hash(bytes)).Append('\n');
        }

        return result.ToString();
    }

    /// <summary>Returns the name of a part; empty for one without a name, and null for what is not a part.</summary>
    private static string? GetPartName(string part)
    {
        var end = part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return null;
        var head = part[..end];
        var start = head.IndexOf(" name=\"", StringComparison.OrdinalIgnoreCase);
        if (start < 0) return "";
        start += " name=\"".Length;
        var close = head.IndexOf('"', start);
        return close < 0 ? head[start..] : head[start..close];
    }
}
