namespace Requests.PowerShell;

/// <summary>What may be shown and logged. The one judge of it.</summary>
internal static class Redactor
{
    private const string Mask = "********";

    private static readonly HashSet<string> SecretHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Cookie2", "Set-Cookie", "Set-Cookie2", "Ocp-Apim-Subscription-Key",
    };

    private static readonly string[] SecretWords = ["token", "secret", "password", "api-key", "api_key", "apikey", "credential", "session", "signature"];

    internal static bool IsSecretName(string name) =>
        SecretHeaders.Contains(name) || Array.Exists(SecretWords, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

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
