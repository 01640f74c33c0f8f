namespace Requests.PowerShell;

/// <summary>What may be shown and logged. The one judge of it.</summary>
internal static class Redactor
{
    /// <summary>What stands in the place of a secret.</summary>
    internal const string Mask = SensitiveNames.Redacted;

    internal static bool IsSecretName(string name) => SensitiveNames.IsSecretHeader(name);

    /// <summary>Whether a field of a form or of JSON holds what nobody else may see.</summary>
    /// <param name="name">The field's name.</param>
    internal static bool IsSecretField(string name) => SensitiveNames.IsSecretField(name);

    /// <summary>A header's value, redacted by its name and by the values of an exchange.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="secrets">The secrets of the exchange; null where there is none.</param>
    internal static string? Header(string name, string? value, ExchangeRedactor? secrets) =>
        SensitiveNames.RedactHeader(name, value is null || secrets is null ? value : secrets.Redact(value));

    internal static string? Header(string name, string? value) => SensitiveNames.RedactHeader(name, value);

    /// <summary>A URL without userinfo, query and fragment: any of them may hold a secret.</summary>
    /// <param name="url">A URL in any state.</param>
    internal static string Url(string url) => UrlRedactor.Redact(url);

    /// <summary>The same, with a mark where there was a query.</summary>
    /// <param name="url">A URL in any state.</param>
    internal static string View(string url) => url.Split('#')[0].Contains('?', StringComparison.Ordinal) ? $"{Url(url)}?…" : Url(url);

    /// <summary>The headers, redacted by their names and by the values of an exchange.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="secrets">The secrets of the exchange; null where there is none.</param>
    internal static HeaderDictionary Headers(HeaderDictionary headers, ExchangeRedactor? secrets) =>
        new(headers.Select(pair => KeyValuePair.Create(VisibleText.EscapeLine(pair.Key), Header(pair.Key, pair.Value, secrets) is { } value ? VisibleText.EscapeLine(value) : null)));
}
