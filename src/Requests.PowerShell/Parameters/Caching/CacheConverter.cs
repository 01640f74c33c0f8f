using System.Management.Automation;
using System.Security;

namespace Requests.PowerShell;

/// <summary>Converts to the cache of a session.</summary>
internal static class CacheConverter
{
    private const string Forms = "a time such as '1h', a cache of New-RequestCache, $true for a cache in memory, or $null for no cache";

    private const string KeyForms = "a secure string, a text, a credential, or at least 16 random bytes";

    /// <summary>Converts to a cache; null and $false are null, which removes the cache.</summary>
    /// <param name="value">A cache, a time for a new cache in memory, or true for one that only follows the server.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static RequestCache? ToCache(object? value) => PSValue.Unwrap(value) switch
    {
        null or false => null,
        true => new RequestCache(),
        RequestCache cache => cache,
        RequestSession { Cache: { } cache } => cache,
        string text when string.IsNullOrWhiteSpace(text) => throw ParameterErrors.Invalid("Cache", value, Forms),
        string or TimeSpan or IConvertible => new RequestCache(
            new RequestCacheSettings { TimeToLive = CacheTimeConverter.ToTime(value, "Cache") }),
        _ => throw ParameterErrors.Invalid("Cache", value, Forms),
    };

    /// <summary>Converts to a cache that must exist.</summary>
    /// <param name="value">A cache, or a session that has one.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind, or a session without a cache.</exception>
    internal static RequestCache ToRequiredCache(object? value) => PSValue.Unwrap(value) switch
    {
        RequestCache cache => cache,
        RequestSession session => session.Cache
            ?? throw new InvalidParameterException("The session has no cache: create one with New-RequestSession -Cache."),
        _ => throw ParameterErrors.Invalid("Cache", value, "a cache of New-RequestCache, or a session that has one"),
    };

    /// <summary>Converts to an encryption key; null stays null.</summary>
    /// <param name="value">A password as a secure string or text, a credential, or random bytes.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind, empty, or too short.</exception>
    internal static CacheEncryptionKey? ToKey(object? value, string parameter) => PSValue.Unwrap(value) switch
    {
        null => null,
        CacheEncryptionKey key => key,
        byte[] { Length: >= CacheEncryptionKey.MinimumLength } bytes => CacheEncryptionKey.FromBytes(bytes),
        SecureString { Length: > 0 } or string { Length: > 0 } =>
            CacheEncryptionKey.FromPassword(ValueConverter.ToSecret(value, parameter)),
        PSCredential { Password.Length: > 0 } credential =>
            CacheEncryptionKey.FromPassword(ValueConverter.ToSecret(credential.Password, parameter)),
        _ => throw ParameterErrors.Invalid(parameter, value, KeyForms),
    };

    /// <summary>Converts to a pattern of URLs; null stays null, which means all.</summary>
    /// <param name="value">A text.</param>
    /// <exception cref="InvalidParameterException">The value is not a text, or empty.</exception>
    internal static string? ToPattern(object? value) =>
        PSValue.Unwrap(value) is null ? null : TextConverter.ToRequiredText(value, "Url", "a URL, or a pattern such as '*/users*'");
}
