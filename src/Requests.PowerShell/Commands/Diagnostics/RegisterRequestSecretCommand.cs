using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Registers a secret that the CI pipeline masks in its log.</summary>
/// <remarks>
/// <para>In GitHub Actions (GITHUB_ACTIONS is true) and Azure Pipelines (TF_BUILD is true), the cmdlet instructs the agent to mask the
/// text wherever it appears from then on, including in the output of other tools. Elsewhere nothing is written.</para>
/// <para>No other cmdlet of this module does this, and no cmdlet prints a secret. Use the cmdlet for tokens that a script receives and
/// passes on.</para>
/// <para>Commands of the agents: ::add-mask:: (GitHub) and ##vso[task.setsecret] (Azure).</para>
/// </remarks>
/// <example><code>$token = (Invoke-Request https://api.example.com/post -Method Post -Json @{ token = 'abc' }).Json().json.token
/// Register-RequestSecret $token</code>Masks a token that a script received.</example>
/// <example>
/// <code>$auth = New-OAuth2Auth https://api.example.com/oauth2/mask/token client secret -OnToken {
///     param($Token)
///     $Token | Register-RequestSecret
/// }
/// (Invoke-Request https://api.example.com/oauth2/mask/resource -Auth $auth).StatusCode</code>
/// Masks each token that the authentication receives.
/// </example>
/// <seealso href="docs/guide/pipelines.md"/>
[Cmdlet(VerbsLifecycle.Register, "RequestSecret", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RegisterRequestSecretCommand : RequestCmdlet
{
    /// <summary>Specifies the secret: text, a secure string, a credential, or a token of New-OAuth2Auth or Get-OAuth1Token.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies the secret: text, a secure string, a credential or a token.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Secret { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var agent = CiSecretMask.FindForCurrentAgent();
        if (agent is null) WriteVerbose("Neither GitHub Actions nor Azure Pipelines runs this script: the secret is not masked.");
        var texts = OrThrow(Texts);
        if (!ShouldProcess("secret", "Mask in the log of the pipeline")) return;
        foreach (var text in texts)
        {
            // Written to the host, because redirected output does not reach the agent.
            if (agent is not null && text is not null) foreach (var line in agent(text)) Host.UI.WriteLine(line);
        }
    }

    private string?[] Texts() => PSValue.Unwrap(Secret) switch
    {
        PSCredential credential => [ValueConverter.ToSecret(credential.Password)],
        OAuth2Token token => [ToPlainText(token.AccessToken), ToPlainText(token.RefreshToken), ToPlainText(token.IdToken)],
        OAuth1Token token => [ToPlainText(token.Token), ToPlainText(token.Secret)],
        string or System.Security.SecureString => [ValueConverter.ToSecret(Secret)],
        var other => throw ParameterErrors.Invalid(nameof(Secret), other, "text, a secure string, a credential or a token"),
    };

    private static string? ToPlainText(System.Security.SecureString? secret) => secret is null ? null : ValueConverter.ToSecret(secret);
}
