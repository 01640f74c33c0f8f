using System.Buffers;

namespace Requests.PowerShell;

/// <summary>Bodies as people may see them: the beginning of a text, masked; for others what they are.</summary>
internal static class BodyPreview
{
    /// <summary>How many characters a view shows.</summary>
    internal const int PreviewLength = 500;

    private const int Margin = 64 * 1024;

    // The control characters that no text has: all but tab, line feed, form feed, carriage return and escape.
    private static readonly SearchValues<byte> NotOfText = SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (byte)code).Except("\t\n\f\r\e"u8.ToArray())]);

    /// <summary>The body of a response.</summary>
    /// <param name="response">The response; nothing is read from the network for its sake.</param>
    /// <param name="longest">How many characters at most.</param>
    /// <param name="secrets">The secrets of its exchange; null looks for them.</param>
    internal static string Format(Response response, int longest, ExchangeRedactor? secrets = null)
    {
        if (!response.IsContentRead) return response.SavedTo is { } path ? $"(saved to {path})" : "(not read yet)";
        var type = response.Headers["Content-Type"];
        if (!IsText(response.Content)) return Named(response.Content!.Length, type);
        return Shown(response.Text, type, longest, secrets ?? ExchangeRedactor.Create(response));
    }

    /// <summary>Whether bytes look like text.</summary>
    /// <param name="content">The bytes.</param>
    internal static bool IsText(byte[]? content) => !content.AsSpan().ContainsAny(NotOfText);

    /// <summary>The body of a request.</summary>
    /// <param name="request">The request; a body that is read while it is sent is not touched.</param>
    /// <param name="longest">How many characters at most.</param>
    /// <param name="secrets">The secrets of its exchange; null looks for those of the request.</param>
    internal static string Format(PreparedRequest request, int longest, ExchangeRedactor? secrets = null)
    {
        var type = request.Headers["Content-Type"];
        if (request.Body is null) return "";
        if (request.Body is not BytesBody body || body.Bytes.Span.ContainsAny(NotOfText)) return Named(request.Body.Length, type);
        return Shown(body.GetText(), type, longest, secrets ?? ExchangeRedactor.Create(request));
    }

    private static string Named(long? length, string? type) => $"({(length is { } known ? $"{known} bytes" : "a stream")} of {VisibleText.EscapeLine(type ?? "unknown type")})";

    /// <summary>What is far behind the part that is shown is not searched.</summary>
    private static string Shown(string text, string? type, int longest, ExchangeRedactor secrets)
    {
        var shown = text.Length - Margin > longest && text.Length > BodyRedactor.LargestJson ? text[..(longest + Margin)] : text;
        return VisibleText.EscapeLines(Cut(BodyRedactor.Redact(shown, type, secrets), longest));
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : $"{text[..longest]}…";
}
