using System.Buffers;

namespace Requests;

/// <summary>
/// Which headers and fields hold secrets, told by the parts of their names. The one judge of it: for what is shown, and for what stays behind
/// when a redirect or a page leads to another origin.
/// </summary>
internal static class SensitiveNames
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Redacted = "********";

    // Words that mean a secret wherever they stand in a name.
    private static readonly string[] Anywhere =
    [
        "token", "secret", "passw", "passphrase", "passcode", "pwd", "pswd", "credential", "signature", "assertion", "authorization", "cookie", "session", "sessid",
        "apikey", "accesskey", "accountkey", "privatekey", "secretkey", "sharedkey", "masterkey", "primarykey", "secondarykey", "subscriptionkey", "signingkey",
        "encryptionkey", "functionkey", "functionskey", "applicationkey", "storagekey", "licensekey", "authkey", "appkey", "connectionstring", "codeverifier", "devicecode",
        "authcode", "samlresponse", "samlrequest", "kennwort", "passwort", "webhookurl",
    ];

    // Words that mean a secret as a part of a name.
    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal)
    {
        "key", "keys", "pass", "pw", "psw", "pin", "otp", "totp", "hotp", "auth", "auths", "oauth", "jwt", "jws", "jwe", "bearer", "sig", "sign", "hmac", "sas", "saml", "sid", "cred", "creds",
        "crumb", "csrf", "xsrf",
    };

    // Parts that make a code one of a sign-in.
    private static readonly HashSet<string> PartsOfCodes = new(StringComparer.Ordinal)
    {
        "auth", "authorization", "device", "verification", "verify", "verifier", "mfa", "2fa", "otp", "totp", "backup", "recovery", "security", "access", "sms", "login", "confirmation",
        "reset", "pin", "invite", "secret",
    };

    // What a name that ends so tells of a secret, but is none.
    private static readonly HashSet<string> Descriptions = new(StringComparer.Ordinal)
    {
        "type", "types", "expires", "expired", "expiry", "expiration", "at", "in", "ttl", "lifetime", "age", "count", "total", "length", "size", "limit", "used", "usage", "remaining", "supported", "enabled", "required", "policy",
        "status", "state", "algorithm", "algorithms", "alg", "method", "methods", "endpoint", "endpoints", "url", "urls", "uri", "uris", "name", "names", "version", "format", "provider", "scheme", "schemes", "created",
        "user", "username", "email", "header",
    };

    // What a key is when it is no secret: before the word, and after it.
    private static readonly HashSet<string> KindsOfKeys = new(StringComparer.Ordinal)
    {
        "public", "pub", "foreign", "sort", "partition", "row", "object", "cache", "surrogate", "idempotency", "issue", "project", "unique", "composite", "routing", "message", "translation", "lookup", "hot", "parent", "websocket",
        "map", "index", "group", "deduplication", "display", "natural", "range", "hash", "shard", "resource", "record", "entity",
    };

    private static readonly HashSet<string> AfterKeys = new(StringComparer.Ordinal) { "id", "ids", "ops", "use", "pair", "word", "words", "path", "exchange", "frame" };

    private static readonly HashSet<string> KindsOfTokens = new(StringComparer.Ordinal)
    {
        "max", "min", "prompt", "completion", "total", "input", "output", "cached", "reasoning", "audio", "text", "image", "num", "n", "used", "remaining", "accepted", "rejected", "prediction",
    };

    private static readonly HashSet<string> SecretParameters = new(StringComparer.Ordinal) { "key", "code", "ticket" };

    private static readonly HashSet<string> SecretHeaders = new(StringComparer.OrdinalIgnoreCase) { "X-JFrog-Art-Api", "X-MS-Client-Principal" };

    private static readonly HashSet<string> HarmlessHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "WWW-Authenticate", "Proxy-Authenticate", "Authentication-Info", "Proxy-Authentication-Info", "Public-Key-Pins", "Public-Key-Pins-Report-Only", "Key-Pair-Id", "X-Permitted-Cross-Domain-Policies",
    };

    private static readonly HashSet<string> UrlHeaders = new(StringComparer.OrdinalIgnoreCase) { "Location", "Content-Location", "Referer" };

    private static readonly SearchValues<char> MarksOfUrls = SearchValues.Create("=@");

    /// <summary>Whether a header holds what nobody else may see.</summary>
    /// <param name="name">The header's name.</param>
    public static bool IsSecretHeader(string name)
    {
        if (HarmlessHeaders.Contains(name) || name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase)) return false;
        return SecretHeaders.Contains(name) || IsSecret(name, isWholeNameSecret: true);
    }

    /// <summary>Whether a field of JSON or of another structured text holds what nobody else may see.</summary>
    /// <param name="name">The field's name.</param>
    public static bool IsSecretField(string name) => IsSecret(name, isWholeNameSecret: false);

    /// <summary>Whether a parameter of a URL's query, or a field of a form, holds what nobody else may see.</summary>
    /// <param name="name">The parameter's name, decoded.</param>
    public static bool IsSecretParameter(string name) => IsSecret(name, isWholeNameSecret: true);

    /// <summary>The value of a header, masked where it is a secret; of URLs in one, the parts that are.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">The value.</param>
    public static string? RedactHeader(string name, string? value) => value switch
    {
        null or "" => value,
        _ when IsSecretHeader(name) => Redacted,
        _ when UrlHeaders.Contains(name) => UrlRedactor.WithoutSecrets(value),
        _ when value.AsSpan().ContainsAny(MarksOfUrls) => TextRedactor.WithoutUrlSecrets(value),
        _ => value,
    };

    /// <summary>The pairs of a query or a form, the values that are secrets masked.</summary>
    /// <param name="text">Pairs of name and value, joined by ampersands.</param>
    /// <param name="isSecret">Whether the value of a name is one.</param>
    public static string RedactPairs(string text, Func<string, bool> isSecret) => string.Join('&', text.Split('&').Select(pair =>
        pair.Split('=', 2) is [var name, { Length: > 0 } value] && (isSecret(Decode(name)) || HoldsUrlSecret(value)) ? $"{name}={Redacted}" : pair));

    /// <summary>Whether an encoded value is a URL with a login or a secret of its own.</summary>
    private static bool HoldsUrlSecret(string value) =>
        value.Contains('%', StringComparison.Ordinal) && Decode(value) is var text && text.Contains("//", StringComparison.Ordinal) && TextRedactor.WithoutUrlSecrets(text) != text;

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static bool IsSecret(string name, bool isWholeNameSecret)
    {
        var parts = Split(name);
        if (parts.Count == 0) return false;
        if (parts.Count == 1 && SecretParameters.Contains(parts[0])) return isWholeNameSecret;
        var last = parts[^1];
        if (parts.Count > 1 && Descriptions.Contains(last)) return false;
        if (last is "tokens" && parts.Count > 1 && KindsOfTokens.Contains(parts[^2])) return false;
        for (var i = 0; i < parts.Count; i++)
        {
            if (IsKey(parts[i]) ? IsSecretKey(parts, i) : Parts.Contains(parts[i]) || EndsAsPassword(parts[i])) return true;
            if (parts[i] is "code" or "codes" && parts.Exists(PartsOfCodes.Contains)) return true;
        }

        var whole = string.Concat(parts);
        return !whole.Contains("tokeniz", StringComparison.Ordinal) && Array.Exists(Anywhere, word => whole.Contains(word, StringComparison.Ordinal));
    }

    private static bool IsKey(string part) => part is "key" or "keys";

    private static bool IsSecretKey(List<string> parts, int at) =>
        (at == 0 || !KindsOfKeys.Contains(parts[at - 1])) && (at + 1 == parts.Count || !AfterKeys.Contains(parts[at + 1])) && (parts.Count > 1 || parts[at] is "keys");

    /// <summary>Names without a mark between their words: <c>dbpass</c>, and not <c>bypass</c>.</summary>
    private static bool EndsAsPassword(string part) => part.EndsWith("pass", StringComparison.Ordinal) && part is not ("bypass" or "compass" or "surpass" or "overpass" or "underpass" or "encompass" or "trespass");

    /// <summary>The words of a name in lower case: parted by marks, and where lower case turns to upper.</summary>
    private static List<string> Split(string name)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && char.IsLetterOrDigit(name[i]) && !(i > start && BeginsWord(name, i))) continue;
            if (i > start) parts.Add(name[start..i].ToLowerInvariant());
            start = i < name.Length && char.IsLetterOrDigit(name[i]) ? i : i + 1;
        }

        return parts;
    }

    private static bool BeginsWord(string name, int at) =>
        char.IsUpper(name[at]) && (!char.IsUpper(name[at - 1]) || (at + 1 < name.Length && char.IsLower(name[at + 1])));
}
