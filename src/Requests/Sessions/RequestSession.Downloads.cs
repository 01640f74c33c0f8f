namespace Requests;

/// <content>Answers into files.</content>
public sealed partial class RequestSession
{
    /// <summary>
    /// Prepares the request of a download. What resuming needs, such as Range and If-Range, is there before the authentication sees it,
    /// also when the download goes on after it broke.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="target">Where the body will be saved.</param>
    /// <exception cref="RequestException">It could not be prepared.</exception>
    public PreparedRequest PrepareRequest(Request request, DownloadTarget target)
    {
        try
        {
            return DownloadRequests.Prepare(this, request, target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OutputFileException($"What an earlier download left cannot be read: {error.Message}", error);
        }
    }

    /// <summary>
    /// Sends a request and saves the content of its response. Nothing else touches a file: not an error status, 204, 205, 304, a redirect
    /// that is not followed, the response to a HEAD, or a part that was not asked for. A transfer that breaks goes on within the
    /// retry policy, from where it broke if the server says that it still has the same version.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="target">Where to, and whether to go on with what an earlier download left.</param>
    /// <param name="options">How to send it; null takes <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer; <see cref="Response.SavedTo"/> is the file.</returns>
    /// <exception cref="OutputFileException">
    /// The file cannot be written; where that can be told before sending, nothing was sent.
    /// </exception>
    /// <exception cref="ChecksumMismatchException">The body is not what it should be.</exception>
    /// <exception cref="RequestException">It could not be sent or answered.</exception>
    public Task<Response> DownloadAsync(
        PreparedRequest request,
        DownloadTarget target,
        SendOptions? options = null,
        CancellationToken cancellationToken = default) =>
        new Download(this, request, target, options ?? Defaults, cancellationToken).RunAsync();

    /// <summary>
    /// Sends a request, and then one for each page that a response's <c>Link</c> header names as the next, and saves each.
    /// </summary>
    /// <param name="request">The request for the first page.</param>
    /// <param name="target">Where to: a folder, for more than one page.</param>
    /// <param name="options">How to send them; null takes <see cref="Defaults"/>.</param>
    /// <param name="maximumPages">How many pages to request at most.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The responses, as <see cref="DownloadAsync"/> gives them.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPages"/> is less than 1.</exception>
    /// <exception cref="RequestException">A page could not be requested or saved; those before it were.</exception>
    public IAsyncEnumerable<Response> DownloadPagesAsync(
        PreparedRequest request,
        DownloadTarget target,
        SendOptions? options = null,
        int maximumPages = int.MaxValue,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPages, 1);
        var sending = options ?? Defaults;
        return FollowAsync(
            request,
            sending,
            maximumPages,
            page => DownloadAsync(page, target, sending, cancellationToken),
            cancellationToken);
    }
}
