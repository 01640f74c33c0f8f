using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Signs each request for Amazon Web Services, and for servers that use the same signatures, such as other stores with the interface of S3.
/// A retry, a redirect to the same origin and a page are signed again. One instance can be used by several threads.
/// </summary>
/// <remarks>
/// Signature Version 4; requests-aws4auth: <c>AWS4Auth</c>; botocore: <c>SigV4Auth</c> and <c>S3SigV4Auth</c>. The URL is sent with
/// every character escaped that can be escaped, and with %20 for a plus sign in the query. A URL that is presigned is not signed.
/// </remarks>
public sealed partial class AwsAuth : AuthBase
{
    private const string TimeHeader = "X-Amz-Date";
    private const string PayloadHeader = "X-Amz-Content-Sha256";
    private const string TokenHeader = "X-Amz-Security-Token";
    private const string UnsignedPayload = "UNSIGNED-PAYLOAD";
    private const string ChunkedPayload = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";

    // A larger body is hashed when it is sent, so that preparing a request does not take long.
    private const int LargestPreparedBody = 1024 * 1024;

    // These headers are written after the request was signed, or are changed on the way.
    private static readonly string[] UnsignedHeaders =
    [
        "authorization", "connection", "expect", "keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
    ];

    private readonly AwsEnvironment _environment;
    private readonly TimeProvider _time;
    private volatile AwsCredentials? _credentials;

    /// <summary>
    /// Creates the authentication by the keys of the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, else
    /// those of the profile in the shared files of AWS that AWS_PROFILE names, else of its profile <c>default</c>. They are read for each
    /// request, so that renewed keys are used.
    /// </summary>
    /// <exception cref="RequestAuthenticationException">There are no keys, or a file cannot be read.</exception>
    /// <exception cref="InvalidParameterException">A key has a character that it cannot have.</exception>
    public AwsAuth()
        : this(new AwsEnvironment(profileName: null), ProcessTime.Shared)
    {
    }

    /// <summary>Creates the authentication by the keys of a profile in the shared files of AWS, which are read for each request.</summary>
    /// <param name="profileName">The name of the profile.</param>
    /// <exception cref="RequestAuthenticationException">The profile has no keys, or a file cannot be read.</exception>
    /// <exception cref="InvalidParameterException">A key has a character that it cannot have.</exception>
    public AwsAuth(string profileName)
        : this(new AwsEnvironment(profileName), ProcessTime.Shared)
    {
    }

    /// <summary>Creates the authentication by keys.</summary>
    /// <param name="accessKeyId">The access key ID.</param>
    /// <param name="secretAccessKey">The secret access key.</param>
    /// <param name="sessionToken">The session token of temporary keys, or null.</param>
    /// <exception cref="InvalidParameterException">A value is empty or has a character that it cannot have.</exception>
    public AwsAuth(string accessKeyId, string secretAccessKey, string? sessionToken = null)
        : this(accessKeyId, secretAccessKey, sessionToken, ProcessTime.Shared)
    {
    }

    internal AwsAuth(string accessKeyId, string secretAccessKey, string? sessionToken, TimeProvider time)
    {
        _environment = new AwsEnvironment(profileName: null);
        _time = time;
        _credentials = new AwsCredentials(accessKeyId, secretAccessKey, sessionToken);
        AccessKeyId = accessKeyId;
    }

    internal AwsAuth(AwsEnvironment environment, TimeProvider time)
    {
        _environment = environment;
        _time = time;
        GetCredentials();
    }

    /// <summary>Gets the access key ID; null for the keys of the environment.</summary>
    public string? AccessKeyId { get; }

    /// <summary>Gets the profile of the shared files whose keys are used; null without one.</summary>
    public string? ProfileName => _environment.ProfileName;

    /// <summary>
    /// Gets the region, such as <c>eu-west-1</c>. Default: null, which uses that of the host, else AWS_REGION or AWS_DEFAULT_REGION, else
    /// that of the profile.
    /// </summary>
    /// <exception cref="InvalidParameterException">The region is not one word.</exception>
    public string? Region
    {
        get;
        init => field = CheckWord(value, "region", "eu-west-1");
    }

    /// <summary>
    /// Gets the name of the service in signatures, such as <c>s3</c>. Default: null, which uses that of a host of Amazon Web Services.
    /// </summary>
    /// <exception cref="InvalidParameterException">The service is not one word.</exception>
    public string? Service
    {
        get;
        init => field = CheckWord(value, "service", "s3");
    }

    /// <summary>Gets a value that specifies how bodies are signed. Default: <see cref="AwsPayload.Auto"/>.</summary>
    public AwsPayload Payload { get; init; }

    /// <summary>
    /// Gets the names of headers to sign in addition to Host, Content-Type, Content-MD5 and those that begin with <c>x-amz-</c>. Default:
    /// empty.
    /// </summary>
    /// <exception cref="InvalidParameterException">A header is changed after the request was signed.</exception>
    public IReadOnlyList<string> SignedHeaders
    {
        get;
        init => field = CheckHeaders(value);
    } = [];

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [_credentials?.SecretAccessKey, _credentials?.SessionToken];

    /// <inheritdoc/>
    internal override string? CacheIdentity => _credentials is { } keys ? $"{keys.AccessKeyId}\n{keys.SecretAccessKey}" : null;

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <summary>
    /// Signs a request that has no body, a body in memory of at most 1 MB, or a body that the signature does not cover. Another request is
    /// signed when it is sent.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RequestException">The service or region is not known, or there are no keys.</exception>
    public override void Apply(PreparedRequest request)
    {
        if (IsPresigned(request.Url)) return;
        var endpoint = FindEndpoint(request);
        var payload = ChoosePayload(request, endpoint);
        if (payload == AwsPayload.Unsigned) Sign(request, endpoint, UnsignedPayload);
        else if (payload == AwsPayload.Hash && request.Body is null or BytesBody { Length: <= LargestPreparedBody })
        {
            Sign(request, endpoint, AwsSigningKey.Hash(request.Body is BytesBody body ? body.Bytes.Span : []));
        }
    }

    /// <summary>Signs the request for its current URL and the current time.</summary>
    /// <param name="exchange">The state of this exchange.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ClockSkewException">The server refused the request, and its clock differs too much from this machine's.</exception>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(
        AuthExchange exchange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        AwsChunkedBody.Unwrap(request);
        if (IsPresigned(request.Url))
        {
            RemoveSignature(request);
            yield return request;
            yield break;
        }

        var endpoint = FindEndpoint(request);
        Sign(request, endpoint, await GetPayloadAsync(request, endpoint, cancellationToken).ConfigureAwait(true));
        yield return request;
        await CheckClockAsync(exchange.LastResponse!, endpoint.ClockTolerance, cancellationToken).ConfigureAwait(true);
    }

    /// <summary>
    /// Returns the access key ID or the source of the keys, with service and region where they are set, such as
    /// <c>Aws (AKIDEXAMPLE, s3, eu-west-1)</c>, without a secret.
    /// </summary>
    public override string ToString()
    {
        var source = AccessKeyId ?? (ProfileName is { } profile ? $"profile {profile}" : "environment");
        return $"Aws ({string.Join(", ", new[] { source, Service, Region }.Where(static part => part is not null))})";
    }

    /// <inheritdoc/>
    internal override void Renew(PreparedRequest request)
    {
        if (request.Headers[PayloadHeader] is not { } payload || request.Headers[TimeHeader] is not { } time) return;
        if (time != AwsSigningKey.FormatTime(_time.GetUtcNow())) Sign(request, FindEndpoint(request), payload);
    }

    private static string? CheckWord(string? value, string name, string example) =>
        value is null || (value.Length > 0 && value.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            ? value
            : throw new InvalidParameterException($"The {name} must be one word of letters, digits, - or _, such as {example}.");

    private static string[] CheckHeaders(IReadOnlyList<string> names)
    {
        if (!names.All(HttpTokens.IsToken))
        {
            throw new InvalidParameterException("Each name in SignedHeaders must be one word, such as If-Match.");
        }

        return names.FirstOrDefault(static name => UnsignedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } other
            ? throw new InvalidParameterException($"SignedHeaders cannot have '{other}', which is written after the request was signed.")
            : [.. names];
    }

    private static void RemoveSignature(PreparedRequest request)
    {
        foreach (var name in (ReadOnlySpan<string>)["Authorization", TimeHeader, PayloadHeader, TokenHeader]) request.Headers.Remove(name);
    }

    private AwsCredentials GetCredentials() => AccessKeyId is null ? _credentials = _environment.GetCredentials() : _credentials!;

    private AwsEndpoint FindEndpoint(PreparedRequest request)
    {
        var host = GetHost(request);
        var guess = Service is null || Region is null ? AwsEndpoint.Guess(UrlAuthority.Parse(host).Host) : default;
        var service = Service ?? guess.Service
            ?? throw new InvalidParameterException(
                $"The host '{host}' is not one of Amazon Web Services: give the service that the signature is for, such as s3.");
        var region = Region ?? guess.Region ?? CheckWord(_environment.GetRegion(AccessKeyId is null), "region", "eu-west-1")
            ?? throw new InvalidParameterException(
                $"The host '{host}' does not name a region: give the region, or set AWS_REGION, for example to eu-west-1.");
        return new AwsEndpoint(service, region);
    }

    private bool IsSigned(string name) =>
        name is "content-type" or "content-md5"
            || name.StartsWith("x-amz-", StringComparison.Ordinal)
            || SignedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase);

    private void Sign(PreparedRequest request, AwsEndpoint endpoint, string payload)
    {
        var credentials = GetCredentials();
        var key = new AwsSigningKey(credentials, endpoint.Region!, endpoint.Service!, _time.GetUtcNow());
        var (root, path, query) = SplitUrl(request.Url, endpoint);
        request.Url = $"{root}{path}{(query.Length == 0 ? "" : "?")}{query}{UrlParts.CutFragment(request.Url).Fragment}";
        request.Headers[TimeHeader] = key.Time;
        request.Headers[PayloadHeader] = payload;
        if (credentials.SessionToken is { } token) request.Headers[TokenHeader] = token;
        else if (AccessKeyId is null) request.Headers.Remove(TokenHeader);
        var headers = AwsCanonicalForm.SelectHeaders(request.Headers, GetHost(request), IsSigned);
        var canonical = AwsCanonicalForm.CreateRequest(request.Method, GetSignedPath(path, endpoint), query, headers, payload);
        var signature = key.SignRequest(canonical);
        request.Headers["Authorization"] =
            $"{AwsSigningKey.Algorithm} Credential={key.Credential}, SignedHeaders={string.Join(';', headers.Keys)}, Signature={signature}";
        if (request.Body is AwsChunkedBody chunks) chunks.Begin(key, signature);
    }
}
