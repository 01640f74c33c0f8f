using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The accepted forms of what OAuth 2 needs; null stays null.</summary>
internal static class OAuth2Converter
{
    /// <summary>A token: one of ours, or a map or object with its parts, as a vault or a file gives back.</summary>
    internal static OAuth2Token? ToToken(object? value)
    {
        if (PSValue.Unwrap(value) is null or OAuth2Token) return (OAuth2Token?)PSValue.Unwrap(value);
        if (PSValue.Unwrap(value) is string or System.Security.SecureString || PSValue.ToPairs(value) is not { } pairs) throw Invalid();
        string? access = null, refresh = null;
        DateTimeOffset? end = null;
        foreach (var (name, one) in pairs)
        {
            if (name.Equals("AccessToken", StringComparison.OrdinalIgnoreCase)) access = ValueConverter.Secret(one, "AccessToken of Token");
            else if (name.Equals("RefreshToken", StringComparison.OrdinalIgnoreCase)) refresh = ValueConverter.Secret(one, "RefreshToken of Token");
            else if (name.Equals("ExpiresAt", StringComparison.OrdinalIgnoreCase)) end = ToTime(one);
        }

        return string.IsNullOrEmpty(access) && string.IsNullOrEmpty(refresh) ? throw Invalid() : new OAuth2Token(access, refresh, end);
    }

    /// <summary>Names and values of parameters; a list as value repeats its name, null leaves it out.</summary>
    internal static KeyValuePair<string, string?>[] ToParameters(object? value) => PSValue.Unwrap(value) is null
        ? []
        : [.. PSValue.Flatten(PSValue.ToPairs(value) ?? throw ParameterErrors.Invalid("Parameter", value, "a map of names and values"), "Parameter")];

    /// <summary>What shows a person where to sign in.</summary>
    internal static Action<OAuth2Prompt> ToPrompt(object? value, bool opensBrowser) =>
        ScriptBlocks.ToAction<OAuth2Prompt>(value, "-Prompt") ?? (prompt => SignInPrompt.Show(prompt, opensBrowser));

    private static DateTimeOffset? ToTime(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        var other => throw new InvalidParameterException($"ExpiresAt of a token cannot be {PSValue.TypeName(other)}: give a date and time."),
    };

    private static InvalidParameterException Invalid() => new("A token is what -OnToken was given, or a map with AccessToken or RefreshToken, and ExpiresAt where it is known.");
}
