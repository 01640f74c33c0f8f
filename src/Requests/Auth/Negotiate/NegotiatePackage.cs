namespace Requests;

/// <summary>What proves a user to a server of the same realm or domain.</summary>
public enum NegotiatePackage
{
    /// <summary>Kerberos where it can be, else NTLM, as both sides agree (SPNEGO); and NTLM alone, where a server offers no more.</summary>
    Negotiate,

    /// <summary>Kerberos only.</summary>
    Kerberos,

    /// <summary>NTLM only.</summary>
    Ntlm,
}
