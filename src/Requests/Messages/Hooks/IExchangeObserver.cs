namespace Requests;

/// <summary>
/// Receives a notification of each request and each response of an exchange, redirects and challenges included. It changes nothing.
/// </summary>
/// <remarks>The methods are called where the caller awaits the exchange: in PowerShell on the pipeline thread.</remarks>
public interface IExchangeObserver
{
    /// <summary>Called before a request is sent.</summary>
    /// <param name="request">The request in its wire form.</param>
    void Sending(PreparedRequest request);

    /// <summary>Called after <see cref="Sending"/> for a request whose connection does not lead to the host and port of its URL.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The host and port that <see cref="SendOptions.ConnectTo"/> has for them.</param>
    void Connecting(PreparedRequest request, string target)
    {
    }

    /// <summary>Called when the headers of a response have been received.</summary>
    /// <param name="response">The response; its body has not been read.</param>
    void Received(Response response);

    /// <summary>Called when a stored response is used, in place of sending a request or after the server has validated it.</summary>
    /// <param name="response">The response.</param>
    void Reused(Response response)
    {
    }

    /// <summary>Called when the body of a response has been read; not called for a streamed response.</summary>
    /// <param name="response">The response.</param>
    void Read(Response response);

    /// <summary>Called when an attempt has failed and the retry policy allows another one.</summary>
    /// <param name="wait">The attempt, the wait and the number of the next attempt.</param>
    void Waiting(RetryWait wait)
    {
    }

    /// <summary>Called before each wait for a state or for the end of an operation, until the next request of the wait is sent.</summary>
    /// <param name="wait">What is awaited, its status and the length of the wait.</param>
    void Polling(PollWait wait)
    {
    }

    /// <summary>Called before a request waits for the rate limit of its session.</summary>
    /// <param name="wait">The limit and the wait.</param>
    void Waiting(RateLimitWait wait)
    {
    }

    /// <summary>Called when the oldest cookies of a domain were dropped, because its servers set more than the session keeps.</summary>
    /// <param name="response">The response that exceeded the limit.</param>
    /// <param name="count">The number of cookies that were dropped.</param>
    /// <param name="limit">The number of cookies that the session keeps for a registrable domain.</param>
    void CookiesDropped(Response response, int count, int limit)
    {
    }

    /// <summary>Called when a part of a response is ignored: a redirect without a usable target, or a cookie that it may not set.</summary>
    /// <param name="response">The response.</param>
    /// <param name="reason">What is ignored and why; without the value of a cookie.</param>
    void Ignored(Response response, string reason)
    {
    }

    /// <summary>
    /// Called when a download keeps an existing file, because the server has not changed it or because it has the checksum.
    /// </summary>
    /// <param name="request">The request, which may not have been sent.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="reason">The reason, as a clause.</param>
    void Kept(PreparedRequest request, string path, string reason)
    {
    }
}
