namespace Requests;

/// <content>Waits for a state of the server, and for operations that it runs after its response.</content>
public sealed partial class RequestSession
{
    /// <summary>Sends a request again and again, until a response is what the caller waits for.</summary>
    /// <param name="request">The request. A body has to be one that can be read again.</param>
    /// <param name="until">Receives each response, whatever its status, and returns whether it is the awaited one.</param>
    /// <param name="wait">The wait between the requests and its limit; null uses the defaults of <see cref="WaitOptions"/>.</param>
    /// <param name="options">The options of each request; null uses <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The awaited response.</returns>
    /// <exception cref="TotalTimeoutException">The limit has passed; the exception holds the last response.</exception>
    /// <exception cref="RequestException">A request could not be sent, or no response was received.</exception>
    /// <remarks>
    /// The Retry-After of a response sets the wait, in both forms (RFC 9110 section 10.2.3); one of 0 or in the past waits a quarter of a
    /// second, or as long as the options specify where that is less. The authentication is applied anew for each request.
    /// </remarks>
    public async Task<Response> WaitUntilAsync(
        PreparedRequest request,
        Func<Response, bool> until,
        WaitOptions? wait = null,
        SendOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        using var poller = new Poller(this, wait ?? new WaitOptions(), options ?? Defaults, cancellationToken);
        return await poller.UntilAsync(request, until).ConfigureAwait(true);
    }

    /// <summary>
    /// Waits for the end of the operation that a response has begun. It is followed by Operation-Location, Azure-AsyncOperation or
    /// Location, or by the <c>provisioningState</c> of the resource.
    /// </summary>
    /// <param name="response">The response, of this session or another one.</param>
    /// <param name="wait">The wait between the requests and its limit; null uses the defaults of <see cref="WaitOptions"/>.</param>
    /// <param name="options">The options of each request; null uses those of the response, else <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>
    /// The result: the resource after PUT and PATCH, the last response after DELETE, and otherwise what <c>resourceLocation</c> or Location
    /// name, or the last response. A response that has begun no operation is returned unchanged.
    /// </returns>
    /// <exception cref="OperationFailedException">The operation failed or was canceled.</exception>
    /// <exception cref="OperationStatusException">A response reports no status.</exception>
    /// <exception cref="TotalTimeoutException">The limit has passed; the exception holds the last response.</exception>
    /// <exception cref="InsecureRedirectException">A URL leads from https to http, and the options do not allow that.</exception>
    /// <exception cref="RequestException">A request could not be sent, or no response was received.</exception>
    /// <remarks>
    /// Headers, cookies and authentication are those of the request, except for another origin, which receives no credentials. A status of
    /// 429 or 503 with Retry-After is a wait; any other error status is an error.
    /// </remarks>
    public async Task<Response> WaitForOperationAsync(
        Response response,
        WaitOptions? wait = null,
        SendOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        using var poller = new Poller(this, wait ?? new WaitOptions(), options ?? response.Options ?? Defaults, cancellationToken);
        return await poller.FollowAsync(response).ConfigureAwait(true);
    }

    /// <summary>
    /// Returns the session that received a response; for a response that no session received a new one, with the cookies that the
    /// responses have set.
    /// </summary>
    /// <param name="response">The response.</param>
    internal static RequestSession GetSessionOf(Response response)
    {
        if (response.Session is RequestSession session) return session;
        var stateless = CreateStateless();
        foreach (var received in response.History.Append(response)) stateless.Cookies.Update(received.Cookies);
        return stateless;
    }
}
