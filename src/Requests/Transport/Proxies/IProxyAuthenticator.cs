namespace Requests;

/// <summary>What proves the caller to an http proxy, for one request that it sees or one tunnel.</summary>
internal interface IProxyAuthenticator
{
    /// <summary>Whether the body is part of the proof.</summary>
    bool ReadsBody { get; }

    /// <summary>How many refusals are answered before one stands.</summary>
    int MaximumChallenges { get; }

    /// <summary>The value of Proxy-Authorization, or null while there is nothing to say.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="target">Its target, as its first line has it.</param>
    /// <param name="body">Its body, where <see cref="ReadsBody"/> wants it.</param>
    string? HeaderFor(string method, string target, ReadOnlySpan<byte> body);

    /// <summary>Looks at a 407; true when there is something else to send.</summary>
    /// <param name="challenges">The values of its Proxy-Authenticate headers.</param>
    /// <param name="sent">The proof that did not do, or null.</param>
    bool Learn(IEnumerable<string> challenges, string? sent);

    /// <summary>Ends the conversation; a nonce that was accepted serves the next request.</summary>
    /// <param name="isAccepted">Whether the proxy accepted what was sent last.</param>
    void End(bool isAccepted);
}
