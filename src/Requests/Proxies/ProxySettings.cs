using System.Collections;
using System.Collections.ObjectModel;

namespace Requests;

/// <summary>Represents the proxies to use, by URL.</summary>
/// <remarks>requests: <c>proxies</c>.</remarks>
public sealed record ProxySettings
{
    /// <summary>Gets settings without proxies, so that those of the environment are used.</summary>
    public static ProxySettings None { get; } = new();

    /// <summary>
    /// Gets the proxies by <c>scheme://host</c>, <c>scheme</c>, <c>all://host</c> or <c>all</c>, in this order of precedence; names are not
    /// case-sensitive. An empty value means no proxy, even where the environment has one.
    /// </summary>
    public IReadOnlyDictionary<string, string> ByTarget { get; init => field = new ProxyUrls(value); } = new ProxyUrls([]);

    /// <summary>
    /// Gets the hosts that are reached without a proxy, in place of NO_PROXY: names, which cover the names below them, addresses, and
    /// networks such as <c>10.0.0.0/8</c>, each with or without a port, separated by commas, or <c>*</c>. Null uses the environment's.
    /// </summary>
    public string? NoProxy { get; init; }

    /// <summary>Returns the proxies by target, without user names and passwords.</summary>
    public override string ToString() => ByTarget.ToString()!;

    // Enumerators that print the entries get URLs without user name and password.
    private sealed class ProxyUrls(IEnumerable<KeyValuePair<string, string>> urls)
        : ReadOnlyDictionary<string, string>(
            new Dictionary<string, string>(urls, StringComparer.OrdinalIgnoreCase)), IDictionary, IEnumerable
    {
        IEnumerator IEnumerable.GetEnumerator() =>
            this.Select(pair => KeyValuePair.Create(pair.Key, UrlRedactor.Redact(pair.Value))).ToList().GetEnumerator();

        public override string ToString() => string.Join(", ", this.Select(pair => $"{pair.Key} {UrlRedactor.Redact(pair.Value)}"));

        IDictionaryEnumerator IDictionary.GetEnumerator() =>
            new RedactedEnumerator(GetEnumerator()!, static (_, url) => UrlRedactor.Redact(url!));
    }
}
