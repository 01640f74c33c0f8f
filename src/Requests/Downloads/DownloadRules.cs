using System.Globalization;

namespace Requests;

/// <summary>Decides which responses may be saved as a file: the content of a successful response, complete or the requested part.</summary>
/// <remarks>RFC 9110 sections 15.3 and 15.4.</remarks>
internal static class DownloadRules
{
    /// <summary>
    /// Returns whether a response has content to save. The statuses 200 to 299 except 204 and 205 have. A 304, another redirect that is not
    /// followed, and the response to a HEAD have no content.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="expected">The statuses that are not errors, even if they are 400 or more; or null.</param>
    /// <exception cref="HttpErrorException">The status is 400 or more and not expected.</exception>
    /// <exception cref="ChunkedEncodingException">The response is a part that was not requested.</exception>
    internal static bool HasContent(Response response, ExpectedStatuses? expected = null)
    {
        if (expected?.Contains(response.StatusCode) != true) response.RaiseForStatus();
        if (response.Request.Method == "HEAD" || response.StatusCode is < 200 or 204 or 205 or >= 300) return false;
        CheckPart(response);
        return true;
    }

    /// <summary>Returns whether an empty body is content. With other statuses it means that the response has no content.</summary>
    /// <param name="response">The response.</param>
    internal static bool MayBeEmpty(Response response) => response.StatusCode is 200 or 203 or 206;

    /// <summary>Creates the error for a body that is not complete.</summary>
    /// <param name="response">The response.</param>
    /// <param name="reason">The reason, as a sentence.</param>
    internal static ChunkedEncodingException Incomplete(Response response, string reason) =>
        new($"The body of '{UrlRedactor.Redact(response.Url)}' is not complete: {reason} Nothing was saved.");

    /// <summary>
    /// Throws for a part that was not requested, even with a status other than 206, and for another part than the requested one.
    /// </summary>
    private static void CheckPart(Response response)
    {
        var range = ContentRange.From(response);
        if (response.StatusCode != 206 && (range?.First is null || range.IsWhole)) return;
        if (response.Request.Headers["Range"] is not { Length: > 0 } requested)
        {
            throw Incomplete(response, $"the server sent {Describe(range)}, which was not requested.");
        }

        if (range?.First is { } first && GetStart(requested) is { } start && first != start)
        {
            throw Incomplete(response, $"the server sent {Describe(range)} instead of the part that was requested.");
        }
    }

    private static string Describe(ContentRange? range) =>
        range?.First is null
            ? "a part of the content"
            : string.Create(CultureInfo.InvariantCulture, $"the bytes from {range.First} to {range.Last}");

    /// <summary>Gets the first byte that a Range header requests; null unless it names one range by its start.</summary>
    private static long? GetStart(string header)
    {
        if (!header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) || header.Contains(',', StringComparison.Ordinal)) return null;
        var dash = header.IndexOf('-', StringComparison.Ordinal);
        return dash > 6 && long.TryParse(header.AsSpan(6, dash - 6).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : null;
    }
}
