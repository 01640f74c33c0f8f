namespace Requests;

/// <summary>Which headers and fields hold secrets, told by their names. The one judge of it.</summary>
public static class SecretNames
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "********";

    private static readonly HashSet<string> SecretHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Cookie2", "Set-Cookie", "Set-Cookie2", "Ocp-Apim-Subscription-Key",
    };

    private static readonly string[] SecretWords = ["token", "secret", "password", "api-key", "api_key", "apikey", "credential", "session", "signature"];

    private static readonly string[] SecretFields = ["passw", "pwd", "passphrase", "assertion", "code_verifier", "device_code", "private_key", "privatekey", "connectionstring"];

    private static readonly HashSet<string> SecretParameters = new(StringComparer.OrdinalIgnoreCase) { "sig", "key", "code", "auth" };

    private static readonly HashSet<string> UrlHeaders = new(StringComparer.OrdinalIgnoreCase) { "Location", "Content-Location", "Referer" };

    /// <summary>Whether a header holds what nobody else may see.</summary>
    /// <param name="name">The header's name.</param>
    public static bool IsSecretHeader(string name) =>
        SecretHeaders.Contains(name) || Array.Exists(SecretWords, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a field of a form or of JSON holds what nobody else may see.</summary>
    /// <param name="name">The field's name.</param>
    public static bool IsSecretField(string name) =>
        IsSecretHeader(name) || Array.Exists(SecretFields, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a parameter of a URL's query holds what nobody else may see.</summary>
    /// <param name="name">The parameter's name, decoded.</param>
    public static bool IsSecretParameter(string name) => IsSecretField(name) || SecretParameters.Contains(name);

    /// <summary>The value of a header, masked where it is a secret; of a URL in one, the parameters that are.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">The value.</param>
    public static string? MaskHeader(string name, string? value) => value switch
    {
        null or "" => value,
        _ when IsSecretHeader(name) => Mask,
        _ when UrlHeaders.Contains(name) => ShownUrl.WithoutSecrets(value),
        _ => value,
    };

    /// <summary>The pairs of a query or a form, the values that are secrets masked.</summary>
    /// <param name="text">Pairs of name and value, joined by ampersands.</param>
    /// <param name="isSecret">Whether the value of a name is one.</param>
    public static string MaskPairs(string text, Func<string, bool> isSecret) => string.Join('&', text.Split('&').Select(pair =>
        pair.Split('=', 2) is [var name, { Length: > 0 }] && isSecret(Uri.UnescapeDataString(name)) ? $"{name}={Mask}" : pair));
}
