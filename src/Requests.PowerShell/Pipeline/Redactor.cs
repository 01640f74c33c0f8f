namespace Requests.PowerShell;

/// <summary>What may be shown and logged. The one judge of it.</summary>
internal static class Redactor
{
    /// <summary>What stands in the place of a secret.</summary>
    internal const string Mask = SecretNames.Mask;

    internal static bool IsSecretName(string name) => SecretNames.IsSecretHeader(name);

    /// <summary>Whether a field of a form or of JSON holds what nobody else may see.</summary>
    /// <param name="name">The field's name.</param>
    internal static bool IsSecretField(string name) => SecretNames.IsSecretField(name);

    internal static string? Header(string name, string? value) => SecretNames.MaskHeader(name, value);

    /// <summary>A URL without userinfo, query and fragment: any of them may hold a secret.</summary>
    /// <param name="url">A URL in any state.</param>
    internal static string Url(string url) => ShownUrl.Of(url);

    /// <summary>The same, with a mark where there was a query.</summary>
    /// <param name="url">A URL in any state.</param>
    internal static string View(string url) => url.Split('#')[0].Contains('?', StringComparison.Ordinal) ? $"{Url(url)}?…" : Url(url);

    internal static HeaderDictionary Headers(HeaderDictionary headers) =>
        new(headers.Select(pair => KeyValuePair.Create(VisibleText.Line(pair.Key), Header(pair.Key, pair.Value) is { } value ? VisibleText.Line(value) : null)));
}
