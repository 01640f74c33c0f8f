namespace Requests;

/// <summary>What one authentication sees: the request it began with and the answer to the one it sent last.</summary>
public sealed class AuthExchange
{
    /// <summary>Starts an exchange.</summary>
    /// <param name="request">The prepared request.</param>
    public AuthExchange(PreparedRequest request) => Request = request;

    /// <summary>The prepared request that the exchange began with.</summary>
    public PreparedRequest Request { get; }

    /// <summary>The answer to the request sent last; null before the first.</summary>
    public Response? LastResponse { get; internal set; }
}
