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
    [TextArgument]
    public string RequestTokenUri { get; set; } = "";

    /// <summary>Where the person signs in.</summary>
    [Parameter(Mandatory = true)]
    [TextArgument]
    public string AuthorizationUri { get; set; } = "";

    /// <summary>Where tokens are given.</summary>
    [Parameter(Mandatory = true)]
    [TextArgument]
    public string AccessTokenUri { get; set; } = "";

    /// <summary>Where the browser comes back to: http on this machine; without a port, or with port 0, a free one is taken. Or oob: the person copies a code.</summary>
    [Parameter]
    [TextArgument]
    public string CallbackUri { get; set; } = "http://127.0.0.1/";

    /// <summary>Seconds to wait for the person.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    [NumberArgument]
    public int SignInTimeout { get; set; } = 300;

    /// <summary>A script block that is given the URL to show; with oob it emits the code. Default: a message, and the browser is opened; with oob the code is asked for.</summary>
    [Parameter]
    public object? Prompt { get; set; }

    /// <summary>The session that sends: its adapters, proxies and certificates. Default: none.</summary>
    [Parameter]
    public RequestSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using var own = Session is null ? RequestSession.CreateStateless() : null;
        WriteOrThrow(() =>
        {
            var way = new OAuth1Authorization(CreateClient(), RequestTokenUri, AuthorizationUri, AccessTokenUri) { CallbackUri = CallbackUri, Patience = TimeSpan.FromSeconds(SignInTimeout) };
            var prompt = ScriptBlocks.ToQuestion(Prompt, "-Prompt") ?? Ask;
            return Run(cancellation => way.RunAsync(Session ?? own!, prompt, options: null, cancellation));
        });
    }

    private string? Ask(string uri)
    {
        var copies = CallbackUri == OAuth1Authorization.OutOfBand;
        SignInPrompt.Show(new OAuth2Prompt(uri, UserCode: null, CompleteUri: null, TimeSpan.FromSeconds(SignInTimeout)), opensBrowser: true);
        if (!copies) return null;
        return SecretPrompt.ReadText(Host, "-Prompt", "Code");
    }
}
