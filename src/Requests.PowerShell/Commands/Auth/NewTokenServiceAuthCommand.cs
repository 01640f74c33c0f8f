using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates authentication for registries, which name a token service in their challenge.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. A Docker or OCI registry responds with a Bearer challenge that
/// has the URL of a token service, a service and a scope. The token service issues a token for the user name and password, for an identity
/// token, or without credentials for public repositories. A token is kept for each server and scope. It is requested once, even if several
/// calls wait for it, and renewed before it expires.</para>
/// <para>The credentials are sent to the token service only if it uses https and is on the host or in the domain of the server, such as
/// auth.docker.io for registry-1.docker.io. -Realm names a token service elsewhere. Its tokens are sent to servers on its host or in its
/// domain and to one other server: the first that names it. A server with http may name a token service with http on the same host.
/// Otherwise the error has the id UntrustedTokenService, and nothing is sent.</para>
/// <para>An error of the token service is an error with the id TokenServiceError. Its Exception has the Realm and the Response.</para>
/// <para>Python equivalent: Requests has no such class. Standards: RFC 6750 and the token authentication of the CNCF distribution
/// registry.</para>
/// </remarks>
/// <example>
/// <code>$auth = New-TokenServiceAuth user (ConvertTo-SecureString pass -AsPlainText -Force)
/// (Invoke-Request https://api.example.com/v2/team/app/tags/list -Auth $auth).Json().tags</code>
/// Lists the tags of a repository.
/// </example>
/// <example>
/// <code>$auth = New-TokenServiceAuth
/// (Invoke-Request https://api.example.com/v2/public/app/tags/list -Auth $auth).Json().tags</code>
/// Lists the tags of a public repository. The token service issues a token without credentials.
/// </example>
/// <example>
/// <code>$auth = New-TokenServiceAuth -Realm https://ghcr.io/token
/// $session = New-RequestSession -BaseUri https://lscr.io/v2/ -Auth $auth</code>
/// Trusts the token service of another domain.
/// </example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "TokenServiceAuth", DefaultParameterSetName = "Anonymous")]
[OutputType(typeof(TokenServiceAuth))]
public sealed class NewTokenServiceAuthCommand : UserAuthCmdlet
{
    /// <summary>
    /// Specifies the identity token, which a log-in to the registry returned: text or a secure string. Excludes -UserName, -Password and
    /// -Credential.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "IdentityToken",
        HelpMessage = "Specifies the identity token, which a log-in to the registry returned.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? IdentityToken { get; set; }

    /// <summary>
    /// Specifies the URL of the only token service that is trusted, as text: https, or http on this machine. A URL without a path trusts
    /// each path of its host. Outside of its domain, one server receives its tokens: the first that names it. Default: any token service
    /// with https on the host or in the domain of the server.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? Realm { get; set; }

    /// <summary>
    /// Specifies scopes to request in addition to those that the server names, as a list of texts such as repository:base:pull.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    public object? Scope { get; set; }

    /// <inheritdoc/>
    private protected override AuthBase Create(string userName, string password)
    {
        var realm = PSValue.Unwrap(Realm) is null ? null : TextConverter.ToRequiredText(Realm, nameof(Realm), "a URL as text");
        var scope = TextConverter.ToTexts(Scope, nameof(Scope)) ?? [];
        return ParameterSetName switch
        {
            "Anonymous" => new TokenServiceAuth { Realm = realm, Scope = scope },
            "IdentityToken" => new TokenServiceAuth(ToIdentityToken()) { Realm = realm, Scope = scope },
            _ => new TokenServiceAuth(userName, password) { Realm = realm, Scope = scope },
        };
    }

    private string ToIdentityToken() => ValueConverter.ToRequiredSecret(IdentityToken, nameof(IdentityToken)) is { Length: > 0 } token
        ? token
        : throw ParameterErrors.Invalid(nameof(IdentityToken), IdentityToken, "text or a secure string");
}
