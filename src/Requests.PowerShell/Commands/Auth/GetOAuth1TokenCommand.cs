using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Gets an OAuth 1 token with the consent of a person.</summary>
/// <remarks>
/// <para>Asks for a temporary token, shows the person where to sign in, waits until the browser comes back to a port of this machine, and asks
/// for the token. With -CallbackUri oob the person copies a code instead. What is emitted goes to -Token of New-OAuth1Auth.</para>
/// <para>requests-oauthlib: OAuth1Session with fetch_request_token, authorization_url and fetch_access_token. RFC 5849 section 2.</para>
/// </remarks>
/// <example><code>$token = Get-OAuth1Token key secret -RequestTokenUri https://api.example.com/oauth1/request -AuthorizationUri https://api.example.com/oauth1/authorize -AccessTokenUri https://api.example.com/oauth1/access -Prompt {
///     param($Uri)
///     $null = Invoke-Request $Uri
/// }
/// (Invoke-Request https://api.example.com/oauth1/resource -Auth (New-OAuth1Auth key secret -Token $token)).StatusCode</code>Gets a token and signs with it; the script block is the person here.</example>
/// <example><code>$endpoints = @{
///     RequestTokenUri  = 'https://api.example.com/oauth1/request'
///     AuthorizationUri = 'https://api.example.com/oauth1/authorize'
///     AccessTokenUri   = 'https://api.example.com/oauth1/access'
/// }
/// (Get-OAuth1Token key secret @endpoints -CallbackUri oob -Prompt { param($Uri) (Invoke-Request $Uri).Text }).Parameters</code>Has the verifier copied, and shows what else the server tells.</example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.Get, "OAuth1Token")]
[OutputType(typeof(OAuth1Token))]
public sealed class GetOAuth1TokenCommand : OAuth1Cmdlet
{
    /// <summary>Where temporary tokens are given: https, or http on this machine.</summary>
    [Parameter(Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? RequestTokenUri { get; set; }

    /// <summary>Where the person signs in.</summary>
    [Parameter(Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? AuthorizationUri { get; set; }

    /// <summary>Where tokens are given.</summary>
    [Parameter(Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? AccessTokenUri { get; set; }

    /// <summary>Where the browser comes back to: http on this machine; without a port, or with port 0, a free one is taken. Or oob: the person copies a code.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? CallbackUri { get; set; } = "http://127.0.0.1/";

    /// <summary>Seconds to wait for the person.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? SignInTimeout { get; set; } = 300;

    /// <summary>A script block that is given the URL to show; with oob it emits the code. Default: a message, and the browser is opened; with oob the code is asked for.</summary>
    [Parameter]
    public object? Prompt { get; set; }

    /// <summary>The session that sends: its adapters, proxies and certificates. Default: none.</summary>
    [Parameter]
    [ValueType(typeof(RequestSession))]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using var own = PSValue.Unwrap(Session) is null ? RequestSession.CreateStateless() : null;
        WriteOrThrow(() =>
        {
            var session = own ?? SessionConverter.Required(Session);
            var limit = TimeSpan.FromSeconds(NumberConverter.ToInt32(SignInTimeout, nameof(SignInTimeout), 1, 86400));
            var callback = ToUrl(CallbackUri, nameof(CallbackUri), "a URL as text, or oob");
            var prompt = ScriptBlocks.ToStringFunction(Prompt, "-Prompt") ?? (uri => Ask(uri, callback, limit));
            var first = ToUrl(RequestTokenUri, nameof(RequestTokenUri));
            var second = ToUrl(AuthorizationUri, nameof(AuthorizationUri));
            var third = ToUrl(AccessTokenUri, nameof(AccessTokenUri));

            // A wrong parameter is told before the person is asked for a secret.
            var way = new OAuth1Authorization(CreateClient(), first, second, third) { CallbackUri = callback, Timeout = limit };
            return Run(cancellation => way.RunAsync(session, prompt, options: null, cancellation));
        });
    }

    private static string ToUrl(object? value, string parameter, string forms = "a URL as text") => TextConverter.ToRequiredText(value, parameter, forms);

    private string? Ask(string uri, string callback, TimeSpan limit)
    {
        var copies = callback == OAuth1Authorization.OutOfBand;
        SignInPrompt.Show(new OAuth2Prompt(uri, UserCode: null, CompleteUri: null, limit), opensBrowser: true);
        if (!copies) return null;
        return SecretPrompt.ReadText(Host, "-Prompt", "Code");
    }
}
