namespace Requests;

/// <summary>Represents the metadata of an authorization server: the URLs of its endpoints, found by its issuer.</summary>
/// <remarks>RFC 8414, OpenID Connect Discovery 1.0.</remarks>
internal sealed class AuthorizationServer
{
    private static readonly string[] Endpoints =
        ["token_endpoint", "authorization_endpoint", "device_authorization_endpoint", "revocation_endpoint"];

    private readonly string _issuer;
    private readonly Dictionary<string, string> _endpoints = new(StringComparer.Ordinal);
    private readonly bool _namesItselfInResponses;

    private AuthorizationServer(string issuer, TokenReply metadata)
    {
        _issuer = issuer;
        foreach (var name in Endpoints) if (metadata.Text(name) is { Length: > 0 } url) _endpoints[name] = url;
        _namesItselfInResponses = metadata.IsTrue("authorization_response_iss_parameter_supported");

        // RFC 8414 section 2: without the list, a server takes the secret in the header.
        RequiresSecretInBody = metadata.Texts("token_endpoint_auth_methods_supported") is { } methods
            && methods.Contains("client_secret_post", StringComparer.Ordinal)
            && !methods.Contains("client_secret_basic", StringComparer.Ordinal);
    }

    /// <summary>Gets a value that indicates whether the server takes the secret of a client in the form only.</summary>
    internal bool RequiresSecretInBody { get; }

    /// <summary>Checks an issuer as the caller wrote it.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <exception cref="InvalidUrlException">It cannot be an issuer.</exception>
    internal static string CheckIssuer(string issuer)
    {
        var url = AuthorizationEndpoint.Prepare(issuer);
        var hasUser = Uri.TryCreate(issuer, UriKind.Absolute, out var parts) && parts.UserInfo.Length > 0;
        if (hasUser || issuer.AsSpan().IndexOfAny('?', '#') >= 0)
        {
            throw new InvalidUrlException(
                $"The issuer '{UrlRedactor.Redact(issuer)}' has a user, a query or a fragment: give the URL without them (RFC 8414 "
                + "section 2).");
        }

        return url.Contains("/.well-known/", StringComparison.Ordinal)
            ? throw new InvalidUrlException(
                $"'{UrlRedactor.Redact(issuer)}' is the URL of the metadata: give the issuer, which is the URL without /.well-known/ and "
                + "what follows.")
            : issuer;
    }

    /// <summary>Requests the metadata.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="exchange">The exchange that sends the requests.</param>
    /// <exception cref="OAuth2Exception">The server has no metadata, or that of another issuer.</exception>
    internal static async Task<AuthorizationServer> RequestAsync(string issuer, AuthExchange exchange)
    {
        var problems = new List<string>();
        Response? response = null;
        foreach (var url in GetUrls(issuer))
        {
            var get = new Request("GET", url) { Headers = new() { ["Accept"] = "application/json" } };
            response = await exchange.SendAsync(RequestPreparer.Prepare(get, baseUri: null, sessionCookies: null)).ConfigureAwait(true);
            var metadata = TokenReply.Read(response);
            if (metadata.IsSuccess && metadata.Text("issuer") is { } named)
            {
                return named == issuer ? new AuthorizationServer(issuer, metadata) : throw CreateIssuerError(issuer, named, response);
            }

            problems.Add($"'{UrlRedactor.Redact(url)}' responded with {$"{response.StatusCode} {response.Reason}".TrimEnd()}"
                + (response.StatusCode is >= 200 and < 300 ? " and without JSON that names an issuer" : ""));
        }

        throw new OAuth2Exception(
            $"The metadata of the issuer '{UrlRedactor.Redact(issuer)}' was not found: {string.Join("; ", problems)}. Check the issuer, or "
            + "give the URLs of the endpoints.")
        {
            Request = response?.Request,
            Response = response,
        };
    }

    /// <summary>Gets the URL of an endpoint.</summary>
    /// <param name="name">The name of the endpoint in the metadata.</param>
    /// <exception cref="OAuth2Exception">The metadata does not have it, or it is not protected as the issuer is.</exception>
    internal string GetEndpoint(string name)
    {
        if (!_endpoints.TryGetValue(name, out var url))
        {
            throw new OAuth2Exception($"The metadata of the issuer '{UrlRedactor.Redact(_issuer)}' has no {name}.");
        }

        // An issuer elsewhere must not lead to a port of this machine that is not encrypted.
        var isProtected = AuthorizationEndpoint.IsProtected(url) && (IsSecure(url) || !IsSecure(_issuer));
        return isProtected
            ? AuthorizationEndpoint.Prepare(url)
            : throw new OAuth2Exception(
                $"The issuer '{UrlRedactor.Redact(_issuer)}' names '{VisibleText.EscapeLine(UrlRedactor.Redact(url))}' as its {name}, "
                + "which does not use https. Nothing was sent there.");
    }

    /// <summary>Checks that the parameters that a browser returned come from this server and not from another one.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="OAuth2Exception">They name another issuer, or none although the server names itself.</exception>
    /// <remarks>RFC 9207 section 2.4.</remarks>
    internal void CheckResponse(IReadOnlyDictionary<string, string> parameters)
    {
        var named = parameters.GetValueOrDefault("iss");
        if (named is null ? !_namesItselfInResponses : named == _issuer) return;
        var problem = named is null ? "no issuer" : $"the issuer '{Shorten(named)}'";
        throw new OAuth2Exception(
            $"The browser returned with {problem}, and not with '{UrlRedactor.Redact(_issuer)}'. The code was not sent.");
    }

    private static OAuth2Exception CreateIssuerError(string issuer, string named, Response response) => new(
        $"'{UrlRedactor.Redact(response.Url)}' names the issuer '{Shorten(named)}', and not '{UrlRedactor.Redact(issuer)}'. Give the "
        + "issuer exactly as its server names it, if you trust it.")
    {
        Request = response.Request,
        Response = response,
    };

    private static string Shorten(string url) => VisibleText.EscapeLine(UrlRedactor.Redact(url.Length > 200 ? url[..200] : url));

    private static bool IsSecure(string url) => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static string[] GetUrls(string issuer)
    {
        var url = AuthorizationEndpoint.Prepare(issuer).TrimEnd('/');
        var path = url.IndexOf('/', url.IndexOf("//", StringComparison.Ordinal) + 2) is > 0 and var at ? at : url.Length;
        return [$"{url}/.well-known/openid-configuration", $"{url[..path]}/.well-known/oauth-authorization-server{url[path..]}"];
    }
}
