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
    public static HeaderDictionary ShownHeaders(PSObject instance)
    {
        var secrets = GetSecrets(instance);
        return new HeaderDictionary(GetHeaders(instance).Select(pair => KeyValuePair.Create(
            VisibleText.EscapeLine(pair.Key),
            ExchangeRedactor.RedactHeader(pair.Key, pair.Value, secrets) is { } value ? VisibleText.EscapeLine(value) : null)));
    }

    /// <summary>Gets the headers for a file in their order, without those that hold secrets.</summary>
    /// <param name="instance">A response, a prepared request or a session.</param>
    public static IDictionary SavedHeaders(PSObject instance)
    {
        var saved = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        var secrets = GetSecrets(instance);
        var headers = GetHeaders(instance);
        foreach (var (name, value) in headers)
        {
            if (!headers.IsSecret(name)) saved[name] = ExchangeRedactor.RedactHeader(name, value, secrets);
        }

        return saved;
    }

    /// <summary>Gets the value of a header or of a query parameter, redacted if it is a secret.</summary>
    /// <param name="instance">A header or a query parameter.</param>
    public static string? ShownValue(PSObject instance) => instance.BaseObject switch
    {
        HeaderField field => VisibleText.EscapeLine(field.ShownValue ?? ""),
        QueryField field => field.ShownValue is { } value ? VisibleText.EscapeLine(value) : null,
        _ => null,
    };

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
