namespace Requests;

/// <summary>The credentials for the request could not be obtained or were refused. The base of the errors below.</summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class RequestAuthenticationException(string message, Exception? innerException = null) : RequestException(message, innerException)
{
    /// <summary>Returns an error with the same contents for another caller; this error is its cause.</summary>
    internal virtual RequestAuthenticationException Copy() => new(Message, this) { Request = Request, Response = Response };

    /// <inheritdoc/>
    internal override RequestException CopyForWaiter() => Copy();
}

/// <summary>Kerberos, SPNEGO or NTLM failed, or the server did not authenticate itself.</summary>
/// <remarks>requests-kerberos: <c>KerberosExchangeError</c>, <c>MutualAuthenticationError</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class NegotiateException(string message, Exception? innerException = null) : RequestAuthenticationException(message, innerException)
{
    /// <summary>
    /// Gets the name that the system library gives to the failure, such as <c>UnknownCredentials</c>; null when the library was not called.
    /// </summary>
    public string? Reason { get; init; }
}

/// <summary>The OAuth 1 server issued no token.</summary>
/// <remarks>requests-oauthlib: <c>TokenRequestDenied</c>, <c>TokenMissing</c>, <c>VerifierMissing</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class OAuth1Exception(string message, Exception? innerException = null) : RequestAuthenticationException(message, innerException);

/// <summary>
/// The authorization server issued no token, or its response cannot be used. The properties hold what the server reports; they hold no
/// token.
/// </summary>
/// <remarks>RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628 section 3.5; oauthlib: <c>OAuth2Error</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class OAuth2Exception(string message, Exception? innerException = null) : RequestAuthenticationException(message, innerException)
{
    /// <summary>Gets the error code of the server, such as <c>invalid_grant</c>; null when it sent none.</summary>
    public string? Error { get; init; }

    /// <summary>Gets the explanation of the server, or null.</summary>
    public string? ErrorDescription { get; init; }

    /// <summary>Gets the address of the page about the error that the server names, or null.</summary>
    public string? ErrorUri { get; init; }

    /// <inheritdoc/>
    internal override RequestAuthenticationException Copy() => new OAuth2Exception(Message, this)
    {
        Error = Error,
        ErrorDescription = ErrorDescription,
        ErrorUri = ErrorUri,
        Request = Request,
        Response = Response,
    };
}

/// <summary>
/// The assertion that a token is requested with could not be obtained: a file or a function returned none, or failed. No token was
/// requested.
/// </summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class OAuth2AssertionException(string message, Exception? innerException = null) : OAuth2Exception(message, innerException)
{
    /// <inheritdoc/>
    internal override RequestAuthenticationException Copy() =>
        new OAuth2AssertionException(Message, this) { Request = Request, Response = Response };
}

/// <summary>
/// The server refused a signature because the clock of this machine differs too much from its own. <see cref="RequestException.Response"/>
/// is what it sent.
/// </summary>
/// <remarks>The error codes <c>RequestTimeTooSkewed</c> and <c>InvalidSignatureException</c> of Amazon Web Services.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class ClockSkewException(string message, Exception? innerException = null) : RequestAuthenticationException(message, innerException)
{
    /// <summary>Gets the difference between the clocks: positive where that of this machine is ahead.</summary>
    public TimeSpan Difference { get; init; }

    /// <inheritdoc/>
    internal override RequestAuthenticationException Copy() =>
        new ClockSkewException(Message, this) { Difference = Difference, Request = Request, Response = Response };
}

/// <summary>The token service that a server names in its Bearer challenge issued no token, or its response cannot be used.</summary>
/// <remarks>The token authentication of the CNCF distribution registry, which Docker and OCI registries use.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class TokenServiceException(string message, Exception? innerException = null)
    : RequestAuthenticationException(message, innerException)
{
    /// <summary>Gets the URL of the token service as the server names it, without secrets; null when it is not known.</summary>
    public string? Realm { get; init; }

    /// <inheritdoc/>
    internal override RequestAuthenticationException Copy() =>
        new TokenServiceException(Message, this) { Realm = Realm, Request = Request, Response = Response };
}

/// <summary>
/// The server names a token service that is not trusted with the credentials: another domain, or a URL that is not encrypted. Nothing was
/// sent to it.
/// </summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class UntrustedTokenServiceException(string message, Exception? innerException = null)
    : TokenServiceException(message, innerException);

/// <summary>The source of a bearer token, such as a script block, returned no token that can be sent. The request was not sent.</summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class BearerTokenException(string message, Exception? innerException = null)
    : RequestAuthenticationException(message, innerException)
{
    /// <inheritdoc/>
    internal override RequestAuthenticationException Copy() =>
        new BearerTokenException(Message, this) { Request = Request, Response = Response };
}

/// <summary>The managed identity service of Azure issued no token, or this machine has no such service. The request was not sent.</summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class ManagedIdentityException(string message, Exception? innerException = null)
    : RequestAuthenticationException(message, innerException)
{
    /// <summary>
    /// Gets the name of the service, such as <c>Azure Instance Metadata Service</c>; null when the request for a token names no service.
    /// </summary>
    public string? Service { get; init; }

    /// <inheritdoc/>
    internal override RequestAuthenticationException Copy() =>
        new ManagedIdentityException(Message, this) { Service = Service, Request = Request, Response = Response };
}
