namespace Requests;

/// <summary>Whether the server has to prove itself, too.</summary>
/// <remarks>requests-kerberos: <c>REQUIRED</c>, <c>OPTIONAL</c>, <c>DISABLED</c>.</remarks>
public enum MutualAuthentication
{
    /// <summary>A proof that the server sends has to be right; it need not send one.</summary>
    Optional,

    /// <summary>An answer without a proof is an error. Kerberos only: NTLM has none.</summary>
    Required,

    /// <summary>What the server sends is not looked at.</summary>
    Disabled,
}
