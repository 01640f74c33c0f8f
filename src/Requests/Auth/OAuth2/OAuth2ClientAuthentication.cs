namespace Requests;

/// <summary>Specifies how a client authenticates itself to a token endpoint.</summary>
/// <remarks>RFC 6749 section 2.3.1.</remarks>
public enum OAuth2ClientAuthentication
{
    /// <summary>In the Authorization header, <c>client_secret_basic</c>. Every server has to support it.</summary>
    Basic,

    /// <summary>In the form, <c>client_secret_post</c>.</summary>
    Body,
}
