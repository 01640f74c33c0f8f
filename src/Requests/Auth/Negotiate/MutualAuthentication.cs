namespace Requests;

/// <summary>Specifies whether the server has to authenticate itself to the client.</summary>
/// <remarks>requests-kerberos: <c>REQUIRED</c>, <c>OPTIONAL</c>, <c>DISABLED</c>.</remarks>
public enum MutualAuthentication
{
    /// <summary>A token that the server sends has to be valid; it need not send one.</summary>
    Optional,

    /// <summary>A response without a valid token is an error. Kerberos only: NTLM has no mutual authentication.</summary>
    Required,

    /// <summary>The token of the server is ignored.</summary>
    Disabled,
}
