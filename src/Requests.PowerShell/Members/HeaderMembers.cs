using System.Collections;
using System.Collections.Specialized;
using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Provides the headers of responses, requests and sessions for views and files, without secrets. The types file names these members.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HeaderMembers
{
    /// <summary>Gets the headers for a view, with secrets redacted and control characters escaped.</summary>
    /// <param name="instance">A response, a prepared request or a session.</param>
    public static HeaderDictionary ShownHeaders(PSObject instance) => ToShown(GetHeaders(instance), GetSecrets(instance));

    /// <summary>Gets the trailer fields for a view, with secrets redacted and control characters escaped; null without trailers.</summary>
    /// <param name="instance">A response.</param>
    public static HeaderDictionary? ShownTrailers(PSObject instance) =>
        ((Response)instance.BaseObject).Trailers is { Count: > 0 } trailers ? ToShown(trailers, GetSecrets(instance)) : null;

    /// <summary>Gets the headers for a file in their order, without those that hold secrets.</summary>
    /// <param name="instance">A response, a prepared request or a session.</param>
    public static IDictionary SavedHeaders(PSObject instance) => ToSaved(GetHeaders(instance), GetSecrets(instance));

    /// <summary>Gets the trailer fields for a file in their order, without those that hold secrets.</summary>
    /// <param name="instance">A response.</param>
    public static IDictionary SavedTrailers(PSObject instance) =>
        ToSaved(((Response)instance.BaseObject).Trailers, GetSecrets(instance));

    /// <summary>Gets the value of a header or of a query parameter, redacted if it is a secret.</summary>
    /// <param name="instance">A header or a query parameter.</param>
    public static string? ShownValue(PSObject instance) => instance.BaseObject switch
    {
        HeaderField field => VisibleText.EscapeLine(field.ShownValue ?? ""),
        QueryField field => field.ShownValue is { } value ? VisibleText.EscapeLine(value) : null,
        _ => null,
    };

    private static HeaderDictionary ToShown(HeaderDictionary headers, ExchangeRedactor? secrets) =>
        new(headers.Select(pair => KeyValuePair.Create(
            VisibleText.EscapeLine(pair.Key),
            ExchangeRedactor.RedactHeader(pair.Key, pair.Value, secrets) is { } value ? VisibleText.EscapeLine(value) : null)));

    private static OrderedDictionary ToSaved(HeaderDictionary headers, ExchangeRedactor? secrets)
    {
        var saved = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            if (!headers.IsSecret(name)) saved[name] = ExchangeRedactor.RedactHeader(name, value, secrets);
        }

        return saved;
    }

    private static ExchangeRedactor? GetSecrets(PSObject instance) => instance.BaseObject switch
    {
        Response response => ExchangeRedactor.Create(response),
        PreparedRequest request => ExchangeRedactor.Create(request),
        _ => null,
    };

    private static HeaderDictionary GetHeaders(PSObject instance) => instance.BaseObject switch
    {
        Response response => response.Headers,
        PreparedRequest request => request.Headers,
        RequestSession session => session.Headers,
        var other => throw new ArgumentException($"{other.GetType().Name} has no headers.", nameof(instance)),
    };
}
