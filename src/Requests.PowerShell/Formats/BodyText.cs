using System.Buffers;

namespace Requests.PowerShell;

/// <summary>Bodies as people may see them: the beginning of a text, masked; for others what they are.</summary>
internal static class BodyText
{
    /// <summary>How many characters a view shows.</summary>
    internal const int PreviewLength = 500;

    // The control characters that no text has: all but tab, line feed, form feed, carriage return and escape.
    private static readonly SearchValues<byte> NotOfText = SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (byte)code).Except("\t\n\f\r\e"u8.ToArray())]);

    /// <summary>The body of an answer.</summary>
    /// <param name="response">The answer; nothing is read from the network for its sake.</param>
    /// <param name="longest">How many characters at most.</param>
    internal static string Of(Response response, int longest)
    {
        if (!response.IsContentRead) return "(not read yet)";
        var type = response.Headers["Content-Type"];
        if (!IsText(response.Content)) return Named(response.Content!.Length, type);
        return Cut(BodyMask.Of(response.Text, type), longest);
    }

    /// <summary>Whether bytes look like text.</summary>
    /// <param name="content">The bytes.</param>
    internal static bool IsText(byte[]? content) => !content.AsSpan().ContainsAny(NotOfText);

    /// <summary>The body of a request.</summary>
    /// <param name="request">The request; a body that is read while it is sent is not touched.</param>
    /// <param name="longest">How many characters at most.</param>
    internal static string Of(PreparedRequest request, int longest)
    {
        var type = request.Headers["Content-Type"];
        if (request.Body is null) return "";
        if (request.Body is not BytesBody body || body.Bytes.Span.ContainsAny(NotOfText)) return Named(request.Body.Length, type);
        return Cut(BodyMask.Of(body.ToString(), type), longest);
    }

    private static string Named(long? length, string? type) => $"({(length is { } known ? $"{known} bytes" : "a stream")} of {type ?? "unknown type"})";

    private static string Cut(string text, int longest) => text.Length <= longest ? text : $"{text[..longest]}…";
}
