using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>What the list view of a response shows of its body.</summary>
internal static class BodyPreview
{
    private const int MaximumLength = 500;
    private const int MaximumJson = 16 * 1024;

    // The control characters that no text has: all but tab, line feed, form feed, carriage return and escape.
    private static readonly SearchValues<byte> NotOfText = SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (byte)code).Except("\t\n\f\r\e"u8.ToArray())]);

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The beginning of the text, JSON of a moderate size indented; for other bodies what they are.</summary>
    /// <param name="response">The response; nothing is read from the network for its sake.</param>
    internal static string Of(Response response)
    {
        if (!response.IsContentRead) return "(not read yet)";
        if (response.Content.AsSpan().ContainsAny(NotOfText)) return $"({response.Content!.Length} bytes of {response.Headers["Content-Type"] ?? "unknown type"})";
        var text = IndentedJson(response) ?? response.Text;
        return text.Length <= MaximumLength ? text : $"{text[..MaximumLength]}…";
    }

    private static string? IndentedJson(Response response)
    {
        if (response.Content is not { Length: > 0 and <= MaximumJson } || response.Headers["Content-Type"]?.Contains("json", StringComparison.OrdinalIgnoreCase) != true) return null;
        try
        {
            using var document = JsonDocument.Parse(response.GetJsonUtf8());
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, Readable)) document.WriteTo(writer);
            return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
