using System.Net.Http;

namespace Requests;

/// <summary>
/// Decides when a request is sent again without a retry policy: where the server cannot have processed it, or where processing it twice has
/// the same effect as once.
/// </summary>
/// <remarks>RFC 9110 section 9.2.2, RFC 9112 section 9.3.1, RFC 9113 sections 6.8 and 8.7.</remarks>
internal static class ResendRules
{
    // The HTTP/2 error code of a connection that ends without an error (RFC 9113 section 7).
    private const long NoError = 0;

    /// <summary>Returns whether a failed request may be sent again.</summary>
    /// <param name="error">The exception of the handler.</param>
    /// <param name="message">The request as it was sent.</param>
    /// <param name="timeouts">The timeouts of the exchange.</param>
    internal static bool Allows(Exception error, SingleSendRequestMessage message, ExchangeTimeouts timeouts)
    {
        if (timeouts.Token.IsCancellationRequested) return false;
        if (message.WasRepeated) return message.Version.Major > 1;
        if (TransportErrors.Find<ConnectionEndedException>(error) is { } ended)
        {
            return ended.IsReused && (ended.NothingWritten || IsIdempotent(message.Method.Method));
        }

        if (message.Version.Major > 1 && HasEnded(error))
        {
            return IsUnsent(message) || (!message.HasOpenedConnection && IsIdempotent(message.Method.Method));
        }

        return TransportErrors.Find<PeerStoppedReadingException>(error) is { IsReused: true } && IsIdempotent(message.Method.Method);
    }

    /// <summary>Rewinds the body to its start; returns false when it cannot be rewound.</summary>
    /// <param name="request">The request.</param>
    /// <param name="message">The request as it was sent.</param>
    /// <param name="timeouts">The timeouts of the exchange.</param>
    internal static async Task<bool> RewindAsync(PreparedRequest request, SingleSendRequestMessage message, ExchangeTimeouts timeouts)
    {
        if (request.Body is not { } body || message.Content is not RequestBodyContent content || !content.HasBegun) return true;
        if (!body.CanRewind) return false;
        await ((Task)content.Reading.WaitAsync(timeouts.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (timeouts.Token.IsCancellationRequested) return false;
        body.Rewind();
        return true;
    }

    /// <summary>Returns whether the caller requests that the connection is closed after the response (RFC 9112 section 9.6).</summary>
    /// <param name="request">The request.</param>
    internal static bool WantsClose(PreparedRequest request) =>
        request.Headers["Connection"] is { } value && !value.Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
        && value.Split(',', StringSplitOptions.TrimEntries).Contains("close", StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an HTTP/2 connection ended, with or without a GOAWAY.</summary>
    private static bool HasEnded(Exception error) =>
        TransportErrors.Find<HttpProtocolException>(error) is { ErrorCode: NoError }
        || error is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded };

    /// <summary>
    /// Whether the connection ended before the head of the request was sent. The handler reads the body as soon as the head is sent.
    /// </summary>
    private static bool IsUnsent(SingleSendRequestMessage message) => message.Content is RequestBodyContent { HasBegun: false };

    private static bool IsIdempotent(string method) => method is "GET" or "HEAD" or "PUT" or "DELETE" or "OPTIONS" or "TRACE" or "QUERY";
}
