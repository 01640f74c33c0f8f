using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>Signs each request, with a nonce and a time of its own. One object may serve many threads.</summary>
/// <remarks>RFC 5849; requests-oauthlib: <c>OAuth1</c>.</remarks>
public sealed class OAuth1Auth : AuthBase
{
    private const string FormType = "application/x-www-form-urlencoded";
    private readonly Func<string> _nonce;
    private readonly TimeProvider _time;

    /// <summary>Creates the authentication.</summary>
    /// <param name="client">The client.</param>
    /// <param name="token">The token, or null for a client that acts for itself.</param>
    /// <exception cref="RequestException">It signs with RSA and has no private key, or the other way round.</exception>
    public OAuth1Auth(OAuth1Client client, OAuth1Token? token = null)
        : this(client, token, ProcessTime.Shared, static () => Convert.ToHexString(RandomNumberGenerator.GetBytes(16)))
    {
    }

    internal OAuth1Auth(OAuth1Client client, OAuth1Token? token, TimeProvider time, Func<string> nonce)
    {
        if (client.UsesKey != client.PrivateKey is not null) throw new InvalidParameterException(client.UsesKey ? $"{OAuth1Signature.GetName(client.SignatureMethod)} signs with a private key, and there is none." : $"A private key is for the RSA methods; {OAuth1Signature.GetName(client.SignatureMethod)} signs with secrets.");
        Client = client;
        Token = token;
        _time = time;
        _nonce = nonce;
    }

    /// <summary>The client.</summary>
    public OAuth1Client Client { get; }

    /// <summary>The token, or null.</summary>
    public OAuth1Token? Token { get; }

    /// <summary>Parameters of the way to a token, such as <c>oauth_verifier</c>.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> FlowParameters { get; init; } = [];

    /// <summary>Whether <c>oauth_version</c> is sent; the examples of the RFC leave it out.</summary>
    internal bool NamesVersion { get; init; } = true;

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [Client.ClientSecret, Token?.Key, Token?.SharedSecret];

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <summary>Signs a request whose body is at hand; where it has to be read for that, the request is signed when it is sent.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RequestException">It cannot be signed in the way that the client wants.</exception>
    public override void Apply(PreparedRequest request)
    {
        CheckPlace(request);
        if (!ReadsBody(request)) Sign(request, []);
        else if (request.Body is BytesBody body) Sign(request, body.Bytes.Span);
    }

    /// <summary>Signs the request anew, as it goes to this URL now, and sends it.</summary>
    /// <param name="exchange">The state of this exchange alone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(AuthExchange exchange, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        CheckPlace(request);
        Sign(request, ReadsBody(request) ? await request.Body!.ReadAllAsync(cancellationToken).ConfigureAwait(true) : []);
        yield return request;
    }

    /// <summary>Such as <c>OAuth1 (HMAC-SHA1, key)</c>; never a secret.</summary>
    public override string ToString() => $"OAuth1 ({OAuth1Signature.GetName(Client.SignatureMethod)}, {Client.ClientKey})";

    private static bool IsForm(PreparedRequest request) =>
        request.Body is not null && request.Headers["Content-Type"] is { } type && type.Split(';')[0].Trim().Equals(FormType, StringComparison.OrdinalIgnoreCase);

    private static bool IsOurs(string name) => name.StartsWith("oauth_", StringComparison.Ordinal);

    private bool ReadsBody(PreparedRequest request) => request.Body is not null && (IsForm(request) || Client.SignsBody);

    private void CheckPlace(PreparedRequest request)
    {
        if (Client.SignatureMethod == OAuth1SignatureMethod.PlainText && !AuthorizationEndpoint.IsProtected(request.Url)) throw new InvalidUrlException($"PLAINTEXT sends the secrets themselves, and '{UrlRedactor.Redact(request.Url)}' is not encrypted: use https or another signature method.");
        if (Client.Placement != OAuth1Placement.Body) return;
        if (request.Method is "GET" or "HEAD") throw new InvalidBodyException($"The parameters of OAuth 1 cannot go into the body of a {request.Method}: it has none. Put them into the header or the query.");
        if (request.Body is not null && !IsForm(request)) throw new InvalidBodyException("The parameters of OAuth 1 can go into the body of a form only. Put them into the header or the query.");
    }

    private void Sign(PreparedRequest request, ReadOnlySpan<byte> body)
    {
        var form = IsForm(request) ? QueryDecoder.Decode(Encoding.UTF8.GetString(body)).Where(pair => !IsOurs(pair.Key)).ToList() : [];
        if (Client.Placement == OAuth1Placement.Query) request.Url = WithoutOurs(request.Url);
        var ours = GetParameters(request, body);
        var text = OAuth1Signature.BaseString(request.Method, request.Url, request.Headers["Host"], form.Concat(ours));
        ours.Add(new("oauth_signature", OAuth1Signature.Sign(Client, Token?.SharedSecret, text)));
        switch (Client.Placement)
        {
            case OAuth1Placement.Query: request.Url = WithQuery(request.Url, ours); break;
            case OAuth1Placement.Body: SetForm(request, form.Concat(ours)); break;
            default: request.Headers["Authorization"] = GetHeader(ours); break;
        }
    }

    private List<KeyValuePair<string, string>> GetParameters(PreparedRequest request, ReadOnlySpan<byte> body)
    {
        var ours = new List<KeyValuePair<string, string>>
        {
            new("oauth_consumer_key", Client.ClientKey),
            new("oauth_signature_method", OAuth1Signature.GetName(Client.SignatureMethod)),
        };
        if (Token is { Key.Length: > 0 } token) ours.Insert(1, new("oauth_token", token.Key));
        ours.Add(new("oauth_timestamp", _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        ours.Add(new("oauth_nonce", _nonce()));
        if (NamesVersion) ours.Add(new("oauth_version", "1.0"));
        ours.AddRange(FlowParameters);
        if (Client.SignsBody && !IsForm(request)) ours.Add(new("oauth_body_hash", OAuth1Signature.HashOfBody(Client.SignatureMethod, body)));
        return ours;
    }

    private string GetHeader(IEnumerable<KeyValuePair<string, string>> ours)
    {
        var pairs = ours.Select(pair => $"{pair.Key}=\"{OAuth1Signature.Encode(pair.Value)}\"");
        if (Client.Realm is { } realm) pairs = pairs.Prepend($"realm=\"{realm.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        return $"OAuth {string.Join(", ", pairs)}";
    }

    private static void SetForm(PreparedRequest request, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        request.Body = new FormBody(pairs.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        RequestPreparer.SettleBody(request);
    }

    private static string WithQuery(string url, IEnumerable<KeyValuePair<string, string>> ours)
    {
        var (before, fragment) = UrlParts.CutFragment(url);
        return $"{before}{(before.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', ours.Select(pair => $"{pair.Key}={OAuth1Signature.Encode(pair.Value)}"))}{fragment}";
    }

    private static string WithoutOurs(string url)
    {
        var (before, fragment) = UrlParts.CutFragment(url);
        var query = before.IndexOf('?', StringComparison.Ordinal);
        if (query < 0 || !before.AsSpan(query).Contains("oauth_", StringComparison.Ordinal)) return url;
        var kept = string.Join('&', before[(query + 1)..].Split('&').Where(pair => !IsOurs(pair)));
        return kept.Length == 0 ? $"{before[..query]}{fragment}" : $"{before[..query]}?{kept}{fragment}";
    }
}
