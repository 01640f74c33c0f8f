namespace Requests;

/// <summary>Sees each request of an exchange leave and each answer come, redirects and challenges included; changes nothing.</summary>
/// <remarks>Called where the caller awaits the exchange, so in PowerShell on the pipeline thread.</remarks>
public interface IExchangeObserver
{
    /// <summary>A request is about to be sent.</summary>
    /// <param name="request">The request as it goes on the wire.</param>
    void Sending(PreparedRequest request);

    /// <summary>An answer's headers are there.</summary>
    /// <param name="response">The answer; its body has not been read.</param>
    void Received(Response response);

    /// <summary>The body of an answer was read; for a streamed one that is never told.</summary>
    /// <param name="response">The answer.</param>
    void Read(Response response);

    /// <summary>An attempt has failed and another one follows, by the retry policy.</summary>
    /// <param name="wait">The attempt, the wait and the number of the next attempt.</param>
    void Waiting(RetryWait wait)
    {
    }

    /// <summary>Cookies of a domain were dropped, the oldest first, as its servers set more than the session keeps.</summary>
    /// <param name="response">The response that set more.</param>
    /// <param name="count">How many were dropped.</param>
    /// <param name="limit">How many the session keeps of a registrable domain.</param>
    void CookiesDropped(Response response, int count, int limit)
    {
    }

    /// <summary>Something that a response says was not heeded: a redirect that leads nowhere, a cookie that it may not set.</summary>
    /// <param name="response">The response.</param>
    /// <param name="reason">What and why; holds no value of a cookie.</param>
    void Ignored(Response response, string reason)
    {
    }
}
