namespace Requests.PowerShell;

/// <summary>Formats bodies for display: the beginning of a text with secrets redacted; the size and media type of other bodies.</summary>
internal static class BodyPreview
{
    /// <summary>The number of characters that a view shows.</summary>
    internal const int PreviewLength = 500;

    private const int Margin = 64 * 1024;

    /// <summary>Formats the body of a response.</summary>
    /// <param name="response">The response. A body that has not been read is not read from the network.</param>
    /// <param name="longest">The maximum number of characters.</param>
    /// <param name="secrets">The secrets of the exchange; null (the default) for those of the response.</param>
    internal static string Format(Response response, int longest, ExchangeRedactor? secrets = null)
    {
        if (!response.IsContentRead) return response.SavedTo is { } path ? $"(saved to {path})" : "(not read yet)";
        var type = response.Headers["Content-Type"];
        if (!EncodingResolver.IsText(response.Content)) return Describe(response.Content!.Length, type);
        return FormatText(response.Text, type, longest, secrets ?? ExchangeRedactor.Create(response));
    }

    /// <summary>Formats the body of a request.</summary>
    /// <param name="request">The request. A body that is read while it is sent is not read.</param>
    /// <param name="longest">The maximum number of characters.</param>
    /// <param name="secrets">The secrets of the exchange; null (the default) for those of the request.</param>
    internal static string Format(PreparedRequest request, int longest, ExchangeRedactor? secrets = null)
    {
        var type = request.Headers["Content-Type"];
        if (request.Body is null) return "";
        if (CompressedBody.Unwrap(request.Body) is not BytesBody body || !EncodingResolver.IsText(body.Bytes.Span))
        {
            return Describe(request.Body.Length, type);
        }

        return FormatText(body.GetText(), type, longest, secrets ?? ExchangeRedactor.Create(request));
    }

    private static string Describe(long? length, string? type) =>
        $"({(length is { } known ? $"{known} bytes" : "a stream")} of {VisibleText.EscapeLine(type ?? "unknown type")})";

    /// <summary>
    /// Redacts and shortens a text. The part of a long text that is not shown, except for a margin, is not searched for secrets.
    /// </summary>
    private static string FormatText(string text, string? type, int longest, ExchangeRedactor secrets)
    {
        var shown = text.Length - Margin > longest && text.Length > BodyRedactor.LargestJson ? text[..(longest + Margin)] : text;
        return VisibleText.EscapeLines(Truncate(BodyRedactor.Redact(shown, type, secrets), longest));
    }

    private static string Truncate(string text, int longest) => text.Length <= longest ? text : $"{text[..longest]}…";
}
