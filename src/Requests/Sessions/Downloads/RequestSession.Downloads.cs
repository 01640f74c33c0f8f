namespace Requests;

/// <content>Downloads responses into files.</content>
public sealed partial class RequestSession
{
    /// <summary>
    /// Prepares the request of a download. The headers for resuming, such as Range and If-Range, are set before the authentication is
    /// applied, also when a broken download is continued.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The file or folder that the body will be saved in.</param>
    /// <exception cref="RequestException">The request could not be prepared.</exception>
    public PreparedRequest PrepareRequest(Request request, DownloadTarget target)
    {
        try
        {
            return DownloadRequestBuilder.Prepare(this, request, target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OutputFileException($"The partial file of an earlier download cannot be read: {error.Message}", error);
        }
    }

    /// <summary>
    /// Sends a request and saves the content of its response. No file changes for an error status, 204, 205, 304, a redirect that is not
    /// followed, the response to a HEAD, or a part that was not requested. A transfer that breaks is continued within the retry policy,
    /// from where it broke if the server confirms that it still has the same version.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The file or folder, and whether to resume an earlier download.</param>
    /// <param name="options">The options of sending; null uses <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The response; <see cref="Response.SavedTo"/> is the file.</returns>
    /// <exception cref="OutputFileException">
    /// The file cannot be written. Where that can be checked in advance, no request was sent.
    /// </exception>
    /// <exception cref="ChecksumMismatchException">The body does not have the expected checksum.</exception>
    /// <exception cref="RequestException">The request could not be sent, or no response was received.</exception>
    public Task<Response> DownloadAsync(
        PreparedRequest request,
        DownloadTarget target,
        SendOptions? options = null,
        CancellationToken cancellationToken = default) =>
        new Download(this, request, target, options ?? Defaults, cancellationToken).RunAsync();

    /// <summary>Sends a request, and then one for each page that a response names as the next, and saves each.</summary>
    /// <param name="request">The request for the first page.</param>
    /// <param name="target">The target; a folder for more than one page.</param>
    /// <param name="strategy">The way in which the next page is found. Default: <see cref="PageStrategy.LinkHeader"/>.</param>
    /// <param name="options">The options of sending; null uses <see cref="Defaults"/>.</param>
    /// <param name="maximumPages">The largest number of pages. Default: no limit.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The responses, as <see cref="DownloadAsync"/> returns them.</returns>
    /// <exception cref="ArgumentException">
    /// The target saves bytes undecoded, and the strategy reads them to find the next page; or it has a checksum or IfChanged, by which a
    /// page can be left out, and so the link to the next one.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPages"/> is less than 1.</exception>
    /// <exception cref="RequestException">A page could not be requested or saved; the previous pages were saved.</exception>
    /// <exception cref="IncompletePagesException">As for <see cref="SendPagesAsync"/>.</exception>
    public IAsyncEnumerable<Response> DownloadPagesAsync(
        PreparedRequest request,
        DownloadTarget target,
        PageStrategy? strategy = null,
        SendOptions? options = null,
        int maximumPages = int.MaxValue,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPages, 1);
        if (target.HasChecksum || target.IfChanged)
        {
            throw new ArgumentException("A page that is not received does not name the next one.", nameof(target));
        }

        var pages = new PageSequence(this, strategy ?? PageStrategy.LinkHeader, options ?? Defaults, maximumPages);
        if (target.Raw && pages.Strategy.ReadsAhead)
        {
            throw new ArgumentException("Bytes that are saved undecoded cannot be read to find the next page.", nameof(target));
        }

        return Follow(
            pages,
            request,
            (page, token) => DownloadAsync(page, target, pages.Options, token),
            new PageReader(pages).ReadSavedAsync,
            cancellationToken);
    }
}
