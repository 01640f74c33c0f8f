namespace Requests;

/// <summary>Specifies the security package that authenticates a user.</summary>
public enum NegotiatePackage
{
    /// <summary>Kerberos if possible, else NTLM, as both sides agree (SPNEGO); and plain NTLM for a server that offers only that.</summary>
    Negotiate,

    /// <summary>Kerberos only.</summary>
    Kerberos,

    /// <summary>NTLM only.</summary>
    Ntlm,
}
