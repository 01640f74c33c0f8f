namespace Requests;

/// <summary>Authenticates the caller to an http proxy, for one forwarded request or one tunnel.</summary>
internal interface IProxyAuthenticator
{
    /// <summary>Gets a value that indicates whether the body is a part of the credentials.</summary>
    bool ReadsBody { get; }

    /// <summary>Gets the maximum number of challenges to answer.</summary>
    int MaximumAttempts { get; }

    /// <summary>Returns the value of Proxy-Authorization, or null to send none.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="target">The request target, as the request line has it.</param>
    /// <param name="body">The body, where <see cref="ReadsBody"/> is true.</param>
    string? CreateHeader(string method, string target, ReadOnlySpan<byte> body);

    /// <summary>Handles the challenges of a 407; returns whether there are other credentials to send.</summary>
    /// <param name="challenges">The values of the Proxy-Authenticate headers.</param>
    /// <param name="sent">The credentials that were refused, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<bool> HandleChallengeAsync(IEnumerable<string> challenges, string? sent, CancellationToken cancellationToken);

    /// <summary>Completes the authentication. The next request can use an accepted nonce.</summary>
    /// <param name="isAccepted">Whether the proxy accepted the credentials that were sent last.</param>
    void Complete(bool isAccepted);
}
