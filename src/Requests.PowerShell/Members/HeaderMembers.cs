using System.Collections;
using System.Collections.Specialized;
using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What views and files may hold of the headers of responses, requests and sessions; the types file names it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HeaderMembers
{
    /// <summary>The headers, secrets masked.</summary>
    /// <param name="instance">A response, a prepared request or a session.</param>
    public static HeaderDictionary ShownHeaders(PSObject instance)
    {
        var secrets = GetSecrets(instance);
        return new HeaderDictionary(GetHeaders(instance).Select(pair => KeyValuePair.Create(
            VisibleText.EscapeLine(pair.Key),
            ExchangeRedactor.RedactHeader(pair.Key, pair.Value, secrets) is { } value ? VisibleText.EscapeLine(value) : null)));
    }

    /// <summary>The headers but for those that hold secrets, in their order.</summary>
    /// <param name="instance">A response, a prepared request or a session.</param>
    public static IDictionary SavedHeaders(PSObject instance)
    {
        var saved = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        var secrets = GetSecrets(instance);
        foreach (var (name, value) in GetHeaders(instance))
        {
            if (!SensitiveNames.IsSecretHeader(name)) saved[name] = ExchangeRedactor.RedactHeader(name, value, secrets);
        }

        return saved;
    }

    /// <summary>The value of one header or one pair of a query, redacted where it is a secret.</summary>
    /// <param name="instance">A header, or a pair of a query.</param>
    public static string? ShownValue(PSObject instance) => instance.BaseObject switch
    {
        HeaderField field => VisibleText.EscapeLine(SensitiveNames.RedactHeader(field.Name, field.Value) ?? ""),
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
