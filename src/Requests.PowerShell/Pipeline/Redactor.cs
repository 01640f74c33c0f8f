namespace Requests.PowerShell;

/// <summary>What may be shown and logged. The one judge of it.</summary>
internal static class Redactor
{
    /// <summary>What stands in the place of a secret.</summary>
    internal const string Mask = "********";

    private static readonly HashSet<string> SecretHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Cookie2", "Set-Cookie", "Set-Cookie2", "Ocp-Apim-Subscription-Key",
    };

    private static readonly string[] SecretWords = ["token", "secret", "password", "api-key", "api_key", "apikey", "credential", "session", "signature"];

    private static readonly string[] SecretFields = ["passw", "pwd", "passphrase", "assertion", "code_verifier", "device_code", "private_key", "privatekey", "connectionstring"];

    internal static bool IsSecretName(string name) =>
        SecretHeaders.Contains(name) || Array.Exists(SecretWords, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a field of a form or of JSON holds what nobody else may see.</summary>
    /// <param name="name">The field's name.</param>
    internal static bool IsSecretField(string name) =>
        IsSecretName(name) || Array.Exists(SecretFields, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    internal static string? Header(string name, string? value) => value is { Length: > 0 } && IsSecretName(name) ? Mask : value;

    /// <summary>A URL without userinfo, query and fragment: any of them may hold a secret.</summary>
    /// <param name="url">A URL in any state.</param>
    internal static string Url(string url) => ShownUrl.Of(url);

    /// <summary>The same, with a mark where there was a query.</summary>
    /// <param name="url">A URL in any state.</param>
    internal static string View(string url) => url.Split('#')[0].Contains('?', StringComparison.Ordinal) ? $"{Url(url)}?…" : Url(url);

    internal static HeaderDictionary Headers(HeaderDictionary headers) =>
        new(headers.Select(pair => KeyValuePair.Create(pair.Key, Header(pair.Key, pair.Value))));
}
