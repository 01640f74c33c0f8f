using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Gets an OAuth 1 token with the consent of a user.</summary>
/// <remarks>
/// <para>Requests a temporary token, shows the user where to sign in, waits until the browser returns to a port of this machine, and
/// requests the token. With -CallbackUri oob the user copies a code instead. Pass the result to -Token of New-OAuth1Auth.</para>
/// <para>Python equivalent: OAuth1Session of requests-oauthlib, with fetch_request_token, authorization_url and fetch_access_token.
/// Standard: RFC 5849 section 2.</para>
/// </remarks>
/// <example>
/// <code>$endpoints = @{
///     RequestTokenUri  = 'https://api.example.com/oauth1/request'
///     AuthorizationUri = 'https://api.example.com/oauth1/authorize'
///     AccessTokenUri   = 'https://api.example.com/oauth1/access'
/// }
/// $token = Get-OAuth1Token key secret @endpoints -Prompt {
///     param($Uri)
///     $null = Invoke-Request $Uri
/// }
/// (Invoke-Request https://api.example.com/oauth1/resource -Auth (New-OAuth1Auth key secret -Token $token)).StatusCode</code>
/// Gets a token and signs with it. The script block acts as the user.
/// </example>
/// <example>
/// <code>$endpoints = @{
///     RequestTokenUri  = 'https://api.example.com/oauth1/request'
///     AuthorizationUri = 'https://api.example.com/oauth1/authorize'
///     AccessTokenUri   = 'https://api.example.com/oauth1/access'
/// }
/// (Get-OAuth1Token key secret @endpoints -CallbackUri oob -Prompt { param($Uri) (Invoke-Request $Uri).Text }).Parameters</code>
/// Reads a copied verifier, and shows the other parameters that the server sends.
/// </example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.Get, "OAuth1Token")]
[OutputType(typeof(OAuth1Token))]
public sealed class GetOAuth1TokenCommand : OAuth1Cmdlet
{
    /// <summary>Specifies the URL at which temporary tokens are requested, as text: https, or http on this machine.</summary>
    [Parameter(Mandatory = true, HelpMessage = "Specifies the https URL at which temporary tokens are requested.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? RequestTokenUri { get; set; }

    /// <summary>Specifies the URL at which the user signs in, as text.</summary>
    [Parameter(Mandatory = true, HelpMessage = "Specifies the URL at which the user signs in.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? AuthorizationUri { get; set; }

    /// <summary>Specifies the URL at which tokens are requested, as text.</summary>
    [Parameter(Mandatory = true, HelpMessage = "Specifies the https URL at which tokens are requested.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? AccessTokenUri { get; set; }

    /// <summary>
    /// Specifies the URL to which the browser returns, as text: http on this machine; without a port, or with port 0, a free port is
    /// used. With oob the user copies a code. Default: http://127.0.0.1/.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? CallbackUri { get; set; } = "http://127.0.0.1/";

    /// <summary>Specifies how long the cmdlet waits for the user, in seconds, from 1 to 86400. Default: 300.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? SignInTimeout { get; set; } = 300;

    /// <summary>
    /// Specifies a script block that receives the URL to show; with oob it emits the code. Default: a message is shown and the browser is
    /// opened; with oob the console prompts for the code.
    /// </summary>
    [Parameter]
    public object? Prompt { get; set; }

    /// <summary>Specifies the session that sends the requests, with its adapters, proxies and certificates. Default: none.</summary>
    [Parameter]
    [ValueType(typeof(RequestSession))]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        var session = SessionConverter.ToSession(Session) ?? RequestSession.CreateStateless();
        var limit = TimeSpan.FromSeconds(NumberConverter.ToInt32(SignInTimeout, nameof(SignInTimeout), 1, 86400));
        var callback = ToUrl(CallbackUri, nameof(CallbackUri), "a URL as text, or oob");
        var prompt = ScriptBlocks.ToStringFunction(Prompt, "-Prompt") ?? (uri => ShowPrompt(uri, callback, limit));
        var requestTokenUri = ToUrl(RequestTokenUri, nameof(RequestTokenUri));
        var authorizationUri = ToUrl(AuthorizationUri, nameof(AuthorizationUri));
        var accessTokenUri = ToUrl(AccessTokenUri, nameof(AccessTokenUri));

        // The client is created last: its secret may be prompted for, and an invalid parameter is reported before that.
        var authorization = new OAuth1Authorization(CreateClient(), requestTokenUri, authorizationUri, accessTokenUri)
        {
            CallbackUri = callback,
            Timeout = limit,
        };
        return Run(cancellation => authorization.RunAsync(session, prompt, options: null, cancellation));
    });

    private static string ToUrl(object? value, string parameter, string forms = "a URL as text") =>
        TextConverter.ToRequiredText(value, parameter, forms);

    private string? ShowPrompt(string uri, string callback, TimeSpan limit)
    {
        SignInPrompt.Show(new OAuth2Prompt(uri, UserCode: null, CompleteUri: null, limit), opensBrowser: true);
        return callback == OAuth1Authorization.OutOfBand ? SecretPrompt.ReadText(Host, "-Prompt", "Code") : null;
    }
}
