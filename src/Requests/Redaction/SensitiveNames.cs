using System.Buffers;

namespace Requests;

/// <summary>
/// Decides by the words of a name whether a header or a field holds a secret. It is used for everything that is shown or logged, and for
/// the headers that a redirect or a next page to another origin does not take along.
/// </summary>
internal static class SensitiveNames
{
    /// <summary>The text that replaces a secret.</summary>
    public const string Redacted = "********";

    // Words that mean a secret at any position in a name.
    private static readonly string[] Anywhere =
    [
        "token", "secret", "passw", "passphrase", "passcode", "pwd", "pswd", "credential", "signature", "assertion", "authorization",
        "cookie", "session", "sessid", "apikey", "accesskey", "accountkey", "privatekey", "secretkey", "sharedkey", "masterkey",
        "primarykey", "secondarykey", "subscriptionkey", "signingkey", "encryptionkey", "functionkey", "functionskey", "applicationkey",
        "storagekey", "licensekey", "authkey", "appkey", "connectionstring", "codeverifier", "devicecode", "authcode", "samlresponse",
        "samlrequest", "kennwort", "passwort", "webhookurl",
    ];

    // Words that mean a secret as a separate part of a name.
    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal)
    {
        "key", "keys", "pass", "pw", "psw", "pin", "otp", "totp", "hotp", "auth", "auths", "oauth", "jwt", "jws", "jwe", "bearer", "sig",
        "sign", "hmac", "sas", "saml", "sid", "cred", "creds", "crumb", "csrf", "xsrf",
    };

    // Parts that make a code the code of a sign-in, beside the words that mean a secret without a code.
    private static readonly HashSet<string> PartsOfCodes = new(StringComparer.Ordinal)
    {
        "device", "verification", "verify", "verifier", "mfa", "2fa", "backup", "recovery", "security", "access", "sms", "login",
        "confirmation", "reset", "invite",
    };

    // A name with such an end describes a secret and does not hold one.
    private static readonly HashSet<string> Descriptions = new(StringComparer.Ordinal)
    {
        "type", "types", "expires", "expired", "expiry", "expiration", "at", "in", "ttl", "lifetime", "age", "count", "total", "length",
        "size", "limit", "used", "usage", "remaining", "supported", "enabled", "required", "policy", "status", "state", "algorithm",
        "algorithms", "alg", "method", "methods", "endpoint", "endpoints", "url", "urls", "uri", "uris", "name", "names", "version",
        "format", "provider", "scheme", "schemes", "created", "user", "username", "email", "header",
    };

    // Words before "key" that name a key which is not a secret.
    private static readonly HashSet<string> KindsOfKeys = new(StringComparer.Ordinal)
    {
        "public", "pub", "foreign", "sort", "partition", "row", "object", "cache", "surrogate", "idempotency", "issue", "project", "unique",
        "composite", "routing", "message", "translation", "lookup", "hot", "parent", "websocket", "map", "index", "group", "deduplication",
        "display", "natural", "range", "hash", "shard", "resource", "record", "entity",
    };

    // Words after "key" that name a key which is not a secret.
    private static readonly HashSet<string> WordsAfterKey = new(StringComparer.Ordinal)
    {
        "id", "ids", "ops", "use", "pair", "word", "words", "path", "exchange", "frame",
    };

    // Words before "tokens" that count the tokens of a language model.
    private static readonly HashSet<string> KindsOfTokens = new(StringComparer.Ordinal)
    {
        "max", "min", "prompt", "completion", "total", "input", "output", "cached", "reasoning", "audio", "text", "image", "num", "n",
        "used", "remaining", "accepted", "rejected", "prediction",
    };

    private static readonly HashSet<string> SecretParameters = new(StringComparer.Ordinal) { "key", "code", "ticket" };

    private static readonly HashSet<string> SecretHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "X-JFrog-Art-Api", "X-MS-Client-Principal",

        // The words of this name say so, too, but most requests with credentials have it, and splitting a name allocates.
        "Authorization",
    };

    private static readonly HashSet<string> HarmlessHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "WWW-Authenticate", "Proxy-Authenticate", "Authentication-Info", "Proxy-Authentication-Info", "Public-Key-Pins",
        "Public-Key-Pins-Report-Only", "Key-Pair-Id", "X-Permitted-Cross-Domain-Policies",
    };

    private static readonly HashSet<string> UrlHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Location", "Content-Location", "Referer",
    };

    private static readonly SearchValues<char> UrlMarks = SearchValues.Create("=@");

    /// <summary>Returns whether a header holds a secret.</summary>
    /// <param name="name">The header's name.</param>
    public static bool IsSecretHeader(string name)
    {
        if (HarmlessHeaders.Contains(name)
            || name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase)) return false;
        return SecretHeaders.Contains(name) || IsSecret(name, isWholeNameSecret: true);
    }

    /// <summary>Returns whether a field of JSON or of another structured text holds a secret.</summary>
    /// <param name="name">The field's name.</param>
    public static bool IsSecretField(string name) => IsSecret(name, isWholeNameSecret: false);

    /// <summary>Returns whether a parameter of a URL's query, or a field of a form, holds a secret.</summary>
    /// <param name="name">The parameter's name, decoded.</param>
    public static bool IsSecretParameter(string name) => IsSecret(name, isWholeNameSecret: true);

    /// <summary>Returns whether a name describes a secret and does not hold one, such as <c>oauth_version</c>.</summary>
    /// <param name="name">The name, decoded.</param>
    public static bool IsDescription(string name) => Split(name) is { Count: > 1 } parts && Descriptions.Contains(parts[^1]);

    /// <summary>Redacts the value of a header that holds a secret, and the secret parts of URLs in other values.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="fields">The names of parameters that are secret too, or null.</param>
    public static string? RedactHeader(string name, string? value, IReadOnlySet<string>? fields = null) => value switch
    {
        null or "" => value,
        _ when IsSecretHeader(name) => Redacted,
        _ when UrlHeaders.Contains(name) => UrlRedactor.WithoutSecrets(value, fields),
        _ when value.AsSpan().ContainsAny(UrlMarks) => TextRedactor.WithoutUrlSecrets(value, fields),
        _ => value,
    };

    /// <summary>Redacts the secret values of a query or a form.</summary>
    /// <param name="text">Pairs of name and value, joined by ampersands.</param>
    /// <param name="isSecret">Returns whether the value of a name is a secret.</param>
    public static string RedactPairs(string text, Func<string, bool> isSecret) => string.Join('&', text.Split('&').Select(pair =>
        pair.Split('=', 2) is [var name, { Length: > 0 } value] && (isSecret(Decode(name)) || HoldsUrlSecret(value))
            ? $"{name}={Redacted}"
            : pair));

    /// <summary>Whether an encoded value is a URL that contains credentials or a secret parameter.</summary>
    private static bool HoldsUrlSecret(string value) =>
        value.Contains('%', StringComparison.Ordinal)
        && Decode(value) is var text
        && text.Contains("//", StringComparison.Ordinal)
        && TextRedactor.WithoutUrlSecrets(text) != text;

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
        return !whole.Contains("tokeniz", StringComparison.Ordinal)
            && Array.Exists(Anywhere, word => whole.Contains(word, StringComparison.Ordinal));
    }

    private static bool IsKey(string part) => part is "key" or "keys";

    private static bool IsSecretKey(List<string> parts, int at) =>
        (at == 0 || !KindsOfKeys.Contains(parts[at - 1]))
        && (at + 1 == parts.Count || !WordsAfterKey.Contains(parts[at + 1]))
        && (parts.Count > 1 || parts[at] is "keys");

    /// <summary>Whether a part without a separator between its words ends with "pass": <c>dbpass</c>, but not <c>bypass</c>.</summary>
    private static bool EndsAsPassword(string part) =>
        part.EndsWith("pass", StringComparison.Ordinal)
        && part is not ("bypass" or "compass" or "surpass" or "overpass" or "underpass" or "encompass" or "trespass");

    /// <summary>Splits a name into words in lower case, at separators and where lower case turns to upper.</summary>
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
