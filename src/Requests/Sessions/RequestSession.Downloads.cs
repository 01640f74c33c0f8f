namespace Requests;

/// <content>Answers into files.</content>
public sealed partial class RequestSession
{
    /// <summary>Sends a request and saves its body; a status of 400 or more is an error and touches no file.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">Where to, and whether to go on with what an earlier download left.</param>
    /// <param name="options">How to send it; null takes <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer; <see cref="Response.SavedTo"/> is the file.</returns>
    /// <exception cref="OutputFileException">The file cannot be written; where that can be told before sending, nothing was sent.</exception>
    /// <exception cref="ChecksumMismatchException">The body is not what it should be.</exception>
    /// <exception cref="RequestException">It could not be sent or answered.</exception>
    public Task<Response> DownloadAsync(PreparedRequest request, FileTarget target, SendOptions? options = null, CancellationToken cancellationToken = default) =>
        new Download(this, request, target, options ?? Defaults, cancellationToken).RunAsync();
}
