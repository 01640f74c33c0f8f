using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>Signs each request by OAuth 1, with its own nonce and time. One instance can be used by several threads.</summary>
/// <remarks>RFC 5849; requests-oauthlib: <c>OAuth1</c>.</remarks>
public sealed class OAuth1Auth : AuthBase
{
    private readonly Func<string> _nonce;
    private readonly TimeProvider _time;

    /// <summary>Creates the authentication.</summary>
    /// <param name="client">The client.</param>
    /// <param name="token">The token, or null for a client that acts for itself.</param>
    /// <exception cref="RequestException">
    /// The signature method needs a private key that is missing, or a private key is given that it does not use.
    /// </exception>
    public OAuth1Auth(OAuth1Client client, OAuth1Token? token = null)
        : this(client, token, ProcessTime.Shared, static () => Convert.ToHexString(RandomNumberGenerator.GetBytes(16)))
    {
    }

    internal OAuth1Auth(OAuth1Client client, OAuth1Token? token, TimeProvider time, Func<string> nonce)
    {
        if (client.UsesKey && client.PrivateKey is null)
        {
            throw new InvalidParameterException(
                $"{OAuth1Signature.GetName(client.SignatureMethod)} signs with a private key, which is missing.");
        }

        if (!client.UsesKey && client.PrivateKey is not null)
        {
            throw new InvalidParameterException(
                $"A private key is for the RSA methods; {OAuth1Signature.GetName(client.SignatureMethod)} signs with secrets.");
        }
        Client = client;
        Token = token;
        _time = time;
        _nonce = nonce;
    }

    /// <summary>Gets the client.</summary>
    public OAuth1Client Client { get; }

    /// <summary>Gets the token, or null.</summary>
    public OAuth1Token? Token { get; }

    /// <summary>Gets the parameters of the requests for a token, such as <c>oauth_verifier</c>.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> FlowParameters { get; init; } = [];

    /// <summary>Gets a value that indicates whether <c>oauth_version</c> is sent; the examples of the RFC leave it out.</summary>
    internal bool SendVersion { get; init; } = true;

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets =>
    [
        Client.ClientSecret,
        Token?.Key,
        Token?.SharedSecret,
        .. FlowParameters.Where(static pair => SensitiveNames.IsSecretParameter(pair.Key) || pair.Key == "oauth_verifier")
            .Select(static pair => pair.Value),
    ];

    /// <inheritdoc/>
    internal override string CacheIdentity => string.Join('\n', Client.ClientKey, Client.ClientSecret, Token?.Key, Token?.SharedSecret);

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <summary>
    /// Signs a request whose body is in memory. A request whose body has to be read for the signature is signed when it is sent.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RequestException">The request cannot be signed in the way that the client specifies.</exception>
    public override void Apply(PreparedRequest request)
    {
        CheckPlacement(request);
        if (!ReadsBody(request)) Sign(request, []);
        else if (request.Body is BytesBody body) Sign(request, body.Bytes.Span);
    }

    /// <summary>Signs the request again for its current URL.</summary>
    /// <param name="exchange">The state of this exchange.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(
        AuthExchange exchange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        CheckPlacement(request);
        Sign(request, ReadsBody(request) ? await request.Body!.ReadAllAsync(cancellationToken).ConfigureAwait(true) : []);
        yield return request;
    }

    /// <summary>Returns the method and the client key, such as <c>OAuth1 (HMAC-SHA1, key)</c>, without a secret.</summary>
    public override string ToString() => $"OAuth1 ({OAuth1Signature.GetName(Client.SignatureMethod)}, {Client.ClientKey})";

    private static bool IsForm(PreparedRequest request) =>
        request.Body is not null && MediaTypes.IsForm(request.Headers["Content-Type"]);

    private static bool IsProtocolParameter(string name) => name.StartsWith("oauth_", StringComparison.Ordinal);

    private bool ReadsBody(PreparedRequest request) => request.Body is not null && (IsForm(request) || Client.SignBody);

    private void CheckPlacement(PreparedRequest request)
    {
        if (Client.SignatureMethod == OAuth1SignatureMethod.PlainText && !AuthorizationEndpoint.IsProtected(request.Url))
        {
            throw new InvalidUrlException(
                $"PLAINTEXT sends the secrets themselves, and '{UrlRedactor.Redact(request.Url)}' is not encrypted: use https or another "
                + "signature method.");
        }

        if (IsForm(request) && request.Body is CompressedBody)
        {
            throw new InvalidBodyException(
                "OAuth 1 signs the pairs of a form, which the server cannot read from a compressed body: send the form uncompressed.");
        }

        if (Client.Placement != OAuth1Placement.Body) return;
        if (request.Method is "GET" or "HEAD")
        {
            throw new InvalidBodyException(
                $"The parameters of OAuth 1 cannot go into the body of a {request.Method}, which has no body. "
                + "Put them into the header or the query.");
        }

        if (request.Body is not null && !IsForm(request))
        {
            throw new InvalidBodyException(
                "The parameters of OAuth 1 can go into the body of a form only. Put them into the header or the query.");
        }
    }

    private void Sign(PreparedRequest request, ReadOnlySpan<byte> body)
    {
        var form = IsForm(request)
            ? QueryDecoder.Decode(Encoding.UTF8.GetString(body)).Where(pair => !IsProtocolParameter(pair.Key)).ToList()
            : [];
        if (Client.Placement == OAuth1Placement.Query) request.Url = RemoveProtocolParameters(request.Url);
        var parameters = GetParameters(request, body);
        var text = OAuth1Signature.CreateBaseString(request.Method, request.Url, request.Headers["Host"], form.Concat(parameters));
        parameters.Add(new("oauth_signature", OAuth1Signature.Sign(Client, Token?.SharedSecret, text)));
        switch (Client.Placement)
        {
            case OAuth1Placement.Query: request.Url = AppendQuery(request.Url, parameters); break;
            case OAuth1Placement.Body: SetForm(request, form.Concat(parameters)); break;
            default: request.Headers["Authorization"] = GetHeader(parameters); break;
        }
    }

    private List<KeyValuePair<string, string>> GetParameters(PreparedRequest request, ReadOnlySpan<byte> body)
    {
        var parameters = new List<KeyValuePair<string, string>>
        {
            new("oauth_consumer_key", Client.ClientKey),
            new("oauth_signature_method", OAuth1Signature.GetName(Client.SignatureMethod)),
        };
        if (Token is { Key.Length: > 0 } token) parameters.Insert(1, new("oauth_token", token.Key));
        parameters.Add(new("oauth_timestamp", _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        parameters.Add(new("oauth_nonce", _nonce()));
        if (SendVersion) parameters.Add(new("oauth_version", "1.0"));
        parameters.AddRange(FlowParameters);
        if (Client.SignBody && !IsForm(request))
        {
            parameters.Add(new("oauth_body_hash", OAuth1Signature.ComputeBodyHash(Client.SignatureMethod, body)));
        }

        return parameters;
    }

    private string GetHeader(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var pairs = parameters.Select(pair => $"{pair.Key}=\"{OAuth1Signature.Encode(pair.Value)}\"");
        if (Client.Realm is { } realm)
        {
            pairs = pairs.Prepend($"realm=\"{HeaderParameters.Escape(realm)}\"");
        }
        return $"OAuth {string.Join(", ", pairs)}";
    }

    private static void SetForm(PreparedRequest request, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        request.Body = new FormBody(pairs.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        RequestPreparer.UpdateBodyHeaders(request);
    }

    private static string AppendQuery(string url, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var (before, fragment) = UrlParts.CutFragment(url);
        var separator = before.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var query = string.Join('&', parameters.Select(pair => $"{pair.Key}={OAuth1Signature.Encode(pair.Value)}"));
        return $"{before}{separator}{query}{fragment}";
    }

    private static string RemoveProtocolParameters(string url)
    {
        var (before, fragment) = UrlParts.CutFragment(url);
        var (path, query) = UrlParts.CutQuery(before);
        if (query?.Contains("oauth_", StringComparison.Ordinal) != true) return url;
        var kept = string.Join('&', query.Split('&').Where(pair => !IsProtocolParameter(pair)));
        return kept.Length == 0 ? $"{path}{fragment}" : $"{path}?{kept}{fragment}";
    }
}
