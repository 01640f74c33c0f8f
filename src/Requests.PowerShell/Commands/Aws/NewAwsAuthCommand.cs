using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates authentication that signs each request for Amazon Web Services.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. Requests are signed with Signature Version 4, also for other
/// servers that use it, such as stores with the interface of S3. Without keys, those of the environment are used: AWS_ACCESS_KEY_ID,
/// AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, else those of a profile in ~/.aws/credentials or ~/.aws/config. They are read for each
/// request.</para>
/// <para>Service and region are those of a host such as dynamodb.eu-west-1.amazonaws.com. For another host, use -Service and -Region.
/// Each attempt, each redirect to the same origin and each page is signed anew. Another origin receives no signature.</para>
/// <para>If a server refuses a signature because the clock of this machine is wrong, the error has the id ClockSkew. Python equivalents:
/// AWS4Auth of requests-aws4auth, and boto3.</para>
/// </remarks>
/// <example>
/// <code>$secret = ConvertTo-SecureString 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' -AsPlainText -Force
/// $auth = New-AwsAuth AKIAIOSFODNN7EXAMPLE $secret -Service execute-api -Region eu-west-1
/// (Invoke-Request https://api.example.com/headers -Auth $auth).StatusCode</code>
/// Signs a request with keys, for a host that does not name service and region.
/// </example>
/// <example>
/// <code>$keys = @{ AccessKeyId = 'ASIAEXAMPLE'; SecretAccessKey = 'secret'; SessionToken = 'token' }
/// $session = New-RequestSession https://api.example.com/ -Auth (New-AwsAuth -Credential $keys -Service s3 -Region us-east-1)
/// $session.Get('headers').StatusCode</code>
/// Signs all requests of a session with temporary keys, in the form in which the security token service returns them.
/// </example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "AwsAuth", DefaultParameterSetName = "Environment")]
[OutputType(typeof(AwsAuth))]
public sealed class NewAwsAuthCommand : RequestCmdlet
{
    /// <summary>Specifies the access key ID, as text. Default: the keys of the environment.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Key", HelpMessage = "Specifies the access key ID.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? AccessKeyId { get; set; }

    /// <summary>
    /// Specifies the secret access key: text or a secure string. Without this parameter the console prompts for it and does not show it.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = "Key")]
    public object? SecretAccessKey { get; set; }

    /// <summary>Specifies the session token of temporary keys: text or a secure string.</summary>
    [Parameter(Position = 2, ParameterSetName = "Key")]
    public object? SessionToken { get; set; }

    /// <summary>
    /// Specifies the keys as one value: a PSCredential with the access key ID as user name, or a map or an object with AccessKeyId,
    /// SecretAccessKey and SessionToken, as the security token service and the command aws return them.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Credential",
        ValueFromPipeline = true,
        HelpMessage = "Specifies the keys as a PSCredential, or as an object with AccessKeyId and SecretAccessKey.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Credential { get; set; }

    /// <summary>
    /// Specifies the profile in the shared files of AWS whose keys are used, as text. Default: the keys of the environment variables, else
    /// the profile of AWS_PROFILE, else the profile named default.
    /// </summary>
    [Parameter(ParameterSetName = "Environment")]
    [ValueType(typeof(string))]
    public object? ProfileName { get; set; }

    /// <summary>
    /// Specifies the service that the signature is for, as text such as s3, execute-api or es. Default: that of the host.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string))]
    [ArgumentCompleter(typeof(AwsServiceCompleter))]
    public object? Service { get; set; }

    /// <summary>
    /// Specifies the region, as text such as eu-west-1. Default: that of the host, else AWS_REGION or AWS_DEFAULT_REGION, else that of the
    /// profile.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string))]
    [ArgumentCompleter(typeof(AwsRegionCompleter))]
    public object? Region { get; set; }

    /// <summary>
    /// Specifies how bodies are signed: Auto, Hash, Unsigned or Chunks. Hash reads a file twice. Unsigned leaves the body out, for https.
    /// Chunks is for S3 and signs each 64 KB. Auto uses Hash, and for files and streams to S3 Unsigned over https and Chunks over http.
    /// Default: Auto.
    /// </summary>
    [Parameter]
    [ValueType(typeof(AwsPayload))]
    [ArgumentCompleter(typeof(AwsPayloadCompleter))]
    public object? Payload { get; set; } = default(AwsPayload);

    /// <summary>
    /// Specifies the names of headers to sign in addition to Host, Content-Type, Content-MD5 and those that begin with x-amz-, as a list
    /// of texts. Default: none.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    [ArgumentCompleter(typeof(AwsSignedHeaderCompleter))]
    public object? SignedHeaders { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        var region = TextConverter.ToText(Region, nameof(Region));
        var service = TextConverter.ToText(Service, nameof(Service));
        var payload = TextConverter.ToMember<AwsPayload>(Payload, nameof(Payload));
        var headers = TextConverter.ToTexts(SignedHeaders, nameof(SignedHeaders)) ?? [];
        if (ParameterSetName == "Environment")
        {
            return Has(nameof(ProfileName))
                ? new AwsAuth(TextConverter.ToRequiredText(ProfileName, nameof(ProfileName), "the name of a profile"))
                {
                    Region = region,
                    Service = service,
                    Payload = payload,
                    SignedHeaders = headers,
                }
                : new AwsAuth { Region = region, Service = service, Payload = payload, SignedHeaders = headers };
        }

        var keys = ParameterSetName == "Credential" ? AwsKeysConverter.ToKeys(Credential, Host) : ReadKeys();
        return new AwsAuth(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken)
        {
            Region = region,
            Service = service,
            Payload = payload,
            SignedHeaders = headers,
        };
    });

    private AwsKeys ReadKeys()
    {
        var id = TextConverter.ToRequiredText(AccessKeyId, nameof(AccessKeyId));
        var secret = Has(nameof(SecretAccessKey))
            ? ValueConverter.ToRequiredSecret(SecretAccessKey, nameof(SecretAccessKey))
            : SecretPrompt.Read(Host, "-SecretAccessKey", $"Secret access key of {id}");
        var token = Has(nameof(SessionToken)) ? ValueConverter.ToRequiredSecret(SessionToken, nameof(SessionToken)) : null;
        return new AwsKeys(id, secret, token);
    }
}
