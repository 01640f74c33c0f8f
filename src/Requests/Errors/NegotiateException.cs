namespace Requests;

/// <summary>Kerberos, SPNEGO or NTLM could not be carried on, or the server did not prove itself.</summary>
/// <remarks>requests-kerberos: <c>KerberosExchangeError</c>, <c>MutualAuthenticationError</c>.</remarks>
public class NegotiateException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public NegotiateException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>What the system's library calls it, such as <c>UnknownCredentials</c>; null where it was not asked.</summary>
    public string? Reason { get; init; }
}
