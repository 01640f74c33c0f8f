using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts parameters to the tokens, parameters and prompts of OAuth 2; null stays null.</summary>
internal static class OAuth2Converter
{
    /// <summary>Converts to a token.</summary>
    /// <param name="value">
    /// An <see cref="OAuth2Token"/>, or a map or object with AccessToken, RefreshToken and ExpiresAt, as a vault or a file returns.
    /// </param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static OAuth2Token? ToToken(object? value)
    {
        if (PSValue.Unwrap(value) is null or OAuth2Token) return (OAuth2Token?)PSValue.Unwrap(value);
        if (PSValue.Unwrap(value) is string or System.Security.SecureString) throw Invalid();
        if (PSValue.ToPairs(value, "Token") is not { } pairs) throw Invalid();
        string? access = null, refresh = null;
        DateTimeOffset? expiresAt = null;
        foreach (var (name, part) in pairs)
        {
            if (name.Equals("AccessToken", StringComparison.OrdinalIgnoreCase))
            {
                access = ValueConverter.ToSecret(part, "AccessToken of Token");
            }
            else if (name.Equals("RefreshToken", StringComparison.OrdinalIgnoreCase))
            {
                refresh = ValueConverter.ToSecret(part, "RefreshToken of Token");
            }
            else if (name.Equals("ExpiresAt", StringComparison.OrdinalIgnoreCase))
            {
                expiresAt = ToTime(part);
            }
        }

        return string.IsNullOrEmpty(access) && string.IsNullOrEmpty(refresh)
            ? throw Invalid()
            : new OAuth2Token(access, refresh, expiresAt);
    }

    /// <summary>Converts to the names and values of request parameters.</summary>
    /// <param name="value">A map or a list of pairs. A list as value repeats its name; null leaves the name out.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static KeyValuePair<string, string?>[] ToParameters(object? value) => PSValue.Unwrap(value) is null
        ? []
        : [.. PSValue.Flatten(
            PSValue.ToPairs(value, "Parameter") ?? throw ParameterErrors.Invalid("Parameter", value, "a map of names and values"),
            "Parameter")];

    /// <summary>Converts to an assertion, which is read anew for each token request.</summary>
    /// <param name="value">A script block, the path of a file, or an <see cref="OAuth2Assertion"/>.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="fullPath">A function that resolves a path.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind, or the file does not exist.</exception>
    internal static OAuth2Assertion ToAssertion(object? value, string parameter, Func<string, string> fullPath)
    {
        const string forms = "a script block that returns the assertion, or the path of a file that has it; both are read for each token "
            + "request";
        switch (PSValue.Unwrap(value))
        {
            case OAuth2Assertion assertion: return assertion;
            case FileInfo file: return FromFile(file.FullName);

            // An assertion as text would not be renewed, and is not shown.
            case string path when !string.IsNullOrWhiteSpace(path) && !IsTokenText(path): return FromFile(fullPath(path));
            case var other:
                return ScriptBlocks.ToAssertion(other, $"-{parameter}") ?? throw ParameterErrors.Invalid(parameter, value, forms);
        }

        // The text can be a secret that was given by mistake, so the message does not contain it.
        OAuth2Assertion FromFile(string path) => File.Exists(path)
            ? OAuth2Assertion.FromFile(path)
            : throw ParameterErrors.Invalid(parameter, value, $"{forms}. The file has to exist");
    }

    /// <summary>Returns whether a text is a token and not a path: it begins with "eyJ", which is {" in Base64.</summary>
    private static bool IsTokenText(string text) => text.Length > 1000 || text.TrimStart().StartsWith("eyJ", StringComparison.Ordinal);

    /// <summary>Converts to the action that shows the user where to sign in.</summary>
    /// <param name="value">A script block; null shows a message at the console.</param>
    /// <param name="opensBrowser">Whether the action for null opens the browser of this machine.</param>
    internal static Action<OAuth2Prompt> ToPrompt(object? value, bool opensBrowser) =>
        ScriptBlocks.ToAction<OAuth2Prompt>(value, "-Prompt") ?? (prompt => SignInPrompt.Show(prompt, opensBrowser));

    private static DateTimeOffset? ToTime(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        var other => throw new InvalidParameterException(
            $"ExpiresAt of a token cannot be {PSValue.TypeName(other)}: give a date and time."),
    };

    private static InvalidParameterException Invalid() =>
        new("-Token must be the object that -OnToken received, or a map with AccessToken or RefreshToken, and ExpiresAt if it is known.");
}
