using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates a URL with a signature for Amazon Web Services, which a client without keys can use until it expires.</summary>
/// <remarks>
/// <para>The signature is in the query of the URL. It is valid for one method, URL and set of headers. Nothing is sent. Everyone who has
/// the URL can use it until it expires. Treat it as a secret. Logs, errors and views of this module redact the signature.</para>
/// <para>A URL that is signed with temporary keys cannot be used after they expire. Python equivalent: generate_presigned_url of
/// boto3.</para>
/// </remarks>
/// <example>
/// <code>$auth = New-AwsAuth AKIAIOSFODNN7EXAMPLE secret
/// New-AwsPresignedUrl https://bucket.s3.eu-west-1.amazonaws.com/report.pdf -Auth $auth -ExpiresIn 600</code>
/// Creates a URL with which an object can be downloaded for ten minutes.
/// </example>
/// <example>
/// <code>$auth = New-AwsAuth AKIAIOSFODNN7EXAMPLE secret -Service s3 -Region eu-west-1
/// $headers = @{ 'Content-Type' = 'text/plain' }
/// $url = New-AwsPresignedUrl https://api.example.com/put -Method Put -Headers $headers -Auth $auth
/// (Invoke-Request $url -Method Put -Headers $headers -Data 'text').StatusCode</code>
/// Creates a URL for an upload and uses it. The headers are part of the signature.
/// </example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "AwsPresignedUrl")]
[OutputType(typeof(string))]
public sealed class NewAwsPresignedUrlCommand : RequestCmdlet
{
    /// <summary>Specifies the URL with its scheme: text, a Uri, or an object with a property Uri, Url or Href.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Specifies the URL, such as https://host/path.")]
    [Alias("Url", "Href")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Uri { get; set; }

    /// <summary>Specifies the method that the URL is for, as one word. Default: GET.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    [ArgumentCompleter(typeof(MethodCompleter))]
    public object? Method { get; set; } = "GET";

    /// <summary>
    /// Specifies the time after which the URL cannot be used, in seconds from 1 to 604800 or as a time span. 604800 seconds are 7 days.
    /// Default: 3600.
    /// </summary>
    [Parameter]
    [ValueType(typeof(TimeSpan))]
    [ArgumentCompleter(typeof(AwsExpiryCompleter))]
    public object? ExpiresIn { get; set; } = 3600;

    /// <summary>
    /// Specifies the authentication that New-AwsAuth creates. Default: that of New-AwsAuth without parameters, which uses the keys of the
    /// environment.
    /// </summary>
    [Parameter]
    [ValueType(typeof(AwsAuth))]
    [ArgumentCompleter(typeof(AwsAuthCompleter))]
    public object? Auth { get; set; }

    /// <inheritdoc cref="InvokeRequestCommand.Params"/>
    [Parameter]
    public object? Params { get; set; }

    /// <summary>
    /// Specifies the headers that the client has to send with the same values, as a map or a list of pairs. Default: none.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(HeaderCompleter))]
    public object? Headers { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        var expiresIn = ValueConverter.ToWait(ExpiresIn, nameof(ExpiresIn));
        var request = new Request(RequestParameters.ToMethod(Method), ValueConverter.ToUrl(Uri))
        {
            Params = ValueConverter.ToParams(Params),
            Headers = ValueConverter.ToHeaders(Headers),
        };
        return ToAuth().CreatePresignedUrl(request.Prepare(), expiresIn);
    });

    private AwsAuth ToAuth() => !Has(nameof(Auth))
        ? new AwsAuth()
        : PSValue.Unwrap(Auth) as AwsAuth
            ?? throw ParameterErrors.Invalid(nameof(Auth), Auth, "the authentication that New-AwsAuth creates");
}
