using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;

namespace Requests.TestServer;

/// <summary>
/// Represents an OAuth 1 server (RFC 5849) that accepts HMAC-SHA1 signatures in the Authorization header. The client is <c>key</c> with
/// the secret <c>secret</c>.
/// </summary>
internal static class OAuth1Routes
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string Verifier = "verifier-of-a-user";

    internal static void Map(WebApplication app)
    {
        var secrets = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var callbacks = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var nonces = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        app.MapPost("/oauth1/request", (HttpRequest request) =>
        {
            if (Verify(request, secrets, nonces) is not { } parameters) return Refuse("signature_invalid");
            var token = CreateToken();
            callbacks[token] = parameters["oauth_callback"];
            return Grant(secrets, token, request.Query.ContainsKey("old") ? "" : "&oauth_callback_confirmed=true");
        });
        app.MapGet("/oauth1/authorize", (string oauth_token, string? no) =>
        {
            var callback = callbacks[oauth_token];
            if (callback == "oob") return Results.Text(Verifier);
            return Results.Redirect(no is null
                ? $"{callback}?oauth_token={oauth_token}&oauth_verifier={Verifier}"
                : $"{callback}?denied={oauth_token}");
        });
        app.MapPost("/oauth1/access", (HttpRequest request) =>
            Verify(request, secrets, nonces) is { } parameters && parameters.GetValueOrDefault("oauth_verifier") == Verifier
                ? Grant(secrets, CreateToken(), "&screen_name=J%C3%BCrgen+M")
                : Refuse("verifier_invalid"));
        app.Map("/oauth1/resource", (HttpRequest request) =>
            Verify(request, secrets, nonces) is { } parameters && parameters.ContainsKey("oauth_token")
                ? Results.Json(parameters)
                : Results.StatusCode(401));
        app.Map("/oauth1/moved", () => Results.Redirect("/oauth1/resource?a=2", permanent: false, preserveMethod: true));
    }

    private static IResult Grant(ConcurrentDictionary<string, string> secrets, string token, string more)
    {
        secrets[token] = CreateToken();
        return Results.Text($"oauth_token={token}&oauth_token_secret={secrets[token]}{more}", FormType);
    }

    private static IResult Refuse(string problem) => Results.Text($"oauth_problem={problem}", FormType, statusCode: 401);

    /// <summary>Verifies the signature of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="secrets">The secrets of the tokens.</param>
    /// <param name="nonces">The nonces of all requests so far. A nonce is valid once.</param>
    /// <returns>The parameters of the Authorization header without the signature, or null if the signature is not valid.</returns>
    private static Dictionary<string, string>? Verify(
        HttpRequest request,
        ConcurrentDictionary<string, string> secrets,
        ConcurrentDictionary<string, bool> nonces)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("OAuth ", StringComparison.Ordinal)) return null;
        var parameters = header["OAuth ".Length..].Split(", ").Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Trim('"')), StringComparer.Ordinal);
        if (!parameters.Remove("oauth_signature", out var signature) || parameters["oauth_consumer_key"] != "key") return null;
        if (!nonces.TryAdd(parameters["oauth_nonce"], true)) return null;
        var secret = "";
        if (parameters.TryGetValue("oauth_token", out var token) && !secrets.TryGetValue(token, out secret)) return null;
        var key = Encoding.ASCII.GetBytes($"secret&{secret}");
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);
        hmac.AppendData(Encoding.ASCII.GetBytes(CreateBaseString(request, parameters)));
        return Convert.ToBase64String(hmac.GetHashAndReset()) == signature ? parameters : null;
    }

    /// <summary>Creates the signature base string (RFC 5849 section 3.4.1).</summary>
    private static string CreateBaseString(HttpRequest request, Dictionary<string, string> parameters)
    {
        var pairs = parameters.Select(pair => (Name: pair.Key, pair.Value))
            .Concat(request.Query.SelectMany(pair => pair.Value.Select(value => (Name: pair.Key, Value: value ?? ""))));
        if (request.HasFormContentType)
            pairs = pairs.Concat(request.Form.SelectMany(pair => pair.Value.Select(value => (Name: pair.Key, Value: value ?? ""))));
        var encoded = pairs.Select(pair => (Name: Uri.EscapeDataString(pair.Name), Value: Uri.EscapeDataString(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        var url = UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, request.Path);
        return $"{request.Method}&{Uri.EscapeDataString(url)}&{Uri.EscapeDataString(string.Join('&', encoded))}";
    }

    private static string CreateToken() => Convert.ToHexString(RandomNumberGenerator.GetBytes(10));
}
