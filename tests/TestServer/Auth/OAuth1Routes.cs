using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;

namespace Requests.TestServer;

/// <summary>A provider of OAuth 1 after RFC 5849, HMAC-SHA1 in the header: client <c>key</c> with the secret <c>secret</c>.</summary>
internal static class OAuth1Routes
{
    internal static void Map(WebApplication app)
    {
        var secrets = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var callbacks = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var nonces = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        app.MapPost("/oauth1/request", (HttpRequest request) =>
        {
            if (Check(request, secrets, nonces) is not { } given) return Results.Text("oauth_problem=signature_invalid", "application/x-www-form-urlencoded", statusCode: 401);
            var token = Word();
            callbacks[token] = given["oauth_callback"];
            return Grant(secrets, token, request.Query.ContainsKey("old") ? "" : "&oauth_callback_confirmed=true");
        });
        app.MapGet("/oauth1/authorize", (string oauth_token, string? no) =>
        {
            var callback = callbacks[oauth_token];
            if (callback == "oob") return Results.Text("verifier-of-a-person");
            return Results.Redirect(no is null ? $"{callback}?oauth_token={oauth_token}&oauth_verifier=verifier-of-a-person" : $"{callback}?denied={oauth_token}");
        });
        app.MapPost("/oauth1/access", (HttpRequest request) => Check(request, secrets, nonces) is { } given && given.GetValueOrDefault("oauth_verifier") == "verifier-of-a-person"
            ? Grant(secrets, Word(), "&screen_name=J%C3%BCrgen+M")
            : Results.Text("oauth_problem=verifier_invalid", "application/x-www-form-urlencoded", statusCode: 401));
        app.Map("/oauth1/resource", (HttpRequest request) => Check(request, secrets, nonces) is { } given && given.ContainsKey("oauth_token") ? Results.Json(given) : Results.StatusCode(401));
        app.Map("/oauth1/moved", () => Results.Redirect("/oauth1/resource?a=2", permanent: false, preserveMethod: true));
    }

    private static IResult Grant(ConcurrentDictionary<string, string> secrets, string token, string more)
    {
        secrets[token] = Word();
        return Results.Text($"oauth_token={token}&oauth_token_secret={secrets[token]}{more}", "application/x-www-form-urlencoded");
    }

    private static Dictionary<string, string>? Check(HttpRequest request, ConcurrentDictionary<string, string> secrets, ConcurrentDictionary<string, bool> nonces)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("OAuth ", StringComparison.Ordinal)) return null;
        var given = header["OAuth ".Length..].Split(", ").Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Trim('"')), StringComparer.Ordinal);
        if (!given.Remove("oauth_signature", out var signature) || given["oauth_consumer_key"] != "key" || !nonces.TryAdd(given["oauth_nonce"], true)) return null;
        var secret = "";
        if (given.TryGetValue("oauth_token", out var token) && !secrets.TryGetValue(token, out secret)) return null;
        var pairs = given.Select(pair => (pair.Key, pair.Value)).Concat(request.Query.SelectMany(pair => pair.Value.Select(value => (pair.Key, Value: value ?? ""))));
        if (request.HasFormContentType) pairs = pairs.Concat(request.Form.SelectMany(pair => pair.Value.Select(value => (pair.Key, Value: value ?? ""))));
        var text = string.Join('&', pairs.Select(pair => (Name: Uri.EscapeDataString(pair.Key), Value: Uri.EscapeDataString(pair.Value))).OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal).Select(pair => $"{pair.Name}={pair.Value}"));
        var root = UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, request.Path);
        var key = Encoding.ASCII.GetBytes($"secret&{secret}");
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);
        hmac.AppendData(Encoding.ASCII.GetBytes($"{request.Method}&{Uri.EscapeDataString(root)}&{Uri.EscapeDataString(text)}"));
        return Convert.ToBase64String(hmac.GetHashAndReset()) == signature ? given : null;
    }

    private static string Word() => Convert.ToHexString(RandomNumberGenerator.GetBytes(10));
}
