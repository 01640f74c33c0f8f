using System.Globalization;

namespace Requests;

/// <summary>The rule for what may become a file: the content of a successful response, all of it or the part that was asked for.</summary>
/// <remarks>RFC 9110 sections 15.3 and 15.4.</remarks>
internal static class DownloadRules
{
    /// <summary>
    /// Whether a response has content that may be written: of the statuses 200 to 299 all but 204 and 205. A 304, another redirect that is
    /// not followed, and the response to a HEAD have none.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <exception cref="HttpErrorException">The status is 400 or more.</exception>
    /// <exception cref="ChunkedEncodingException">It is a part that was not asked for.</exception>
    internal static bool HasContent(Response response)
    {
        response.RaiseForStatus();
        if (response.Request.Method == "HEAD" || response.StatusCode is < 200 or 204 or 205 or >= 300) return false;
        CheckPart(response);
        return true;
    }

    /// <summary>Whether an empty body is content; of other statuses it says that there is none.</summary>
    /// <param name="response">The response.</param>
    internal static bool MayBeEmpty(Response response) => response.StatusCode is 200 or 203 or 206;

    /// <summary>What is thrown for a body that is not the whole.</summary>
    /// <param name="response">The response.</param>
    /// <param name="what">What it is.</param>
    internal static ChunkedEncodingException Incomplete(Response response, string what) =>
        new($"The body of '{UrlRedactor.Redact(response.Url)}' is not complete: {what} Nothing was saved.");

    /// <summary>Refuses a part that nobody asked for, also under a status that has no parts, and another part than the one asked for.</summary>
    private static void CheckPart(Response response)
    {
        var range = ContentRange.From(response);
        if (response.StatusCode != 206 && (range?.First is null || range.IsWhole)) return;
        if (response.Request.Headers["Range"] is not { Length: > 0 } asked) throw Incomplete(response, $"the server sent {Shown(range)}, which was not asked for.");
        if (range?.First is { } first && GetStart(asked) is { } start && first != start) throw Incomplete(response, $"the server sent {Shown(range)} instead of the part that was asked for.");
    }

    private static string Shown(ContentRange? range) =>
        range?.First is null ? "a part of the content" : string.Create(CultureInfo.InvariantCulture, $"the bytes from {range.First} to {range.Last}");

    /// <summary>The first byte that a header asks for, where it names one range by its start.</summary>
    private static long? GetStart(string header)
    {
        if (!header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) || header.Contains(',', StringComparison.Ordinal)) return null;
        var dash = header.IndexOf('-', StringComparison.Ordinal);
        return dash > 6 && long.TryParse(header.AsSpan(6, dash - 6).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : null;
    }
}
