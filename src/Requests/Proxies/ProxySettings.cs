using System.Collections;
using System.Collections.ObjectModel;

namespace Requests;

/// <summary>Which proxies to use for which URLs.</summary>
/// <remarks>requests: <c>proxies</c>.</remarks>
public sealed record ProxySettings
{
    /// <summary>No proxies but those of the environment.</summary>
    public static ProxySettings None { get; } = new();

    /// <summary>Proxies by <c>scheme://host</c>, <c>scheme</c>, <c>all://host</c> or <c>all</c>, in this order of precedence; names in any case. An empty one means none, also where the environment has one.</summary>
    public IReadOnlyDictionary<string, string> ByTarget { get; init => field = new ProxyUrls(value); } = new ProxyUrls([]);

    /// <summary>Hosts that no proxy is used for, in the place of NO_PROXY: names with all below them, addresses, networks such as <c>10.0.0.0/8</c>, each with a port or without, parted by commas, or <c>*</c>. Null takes the environment's.</summary>
    public string? NoProxy { get; init; }

    /// <summary>What each proxy is for and where it is, without user and password.</summary>
    public override string ToString() => ByTarget.ToString()!;

    // What prints the entries sees no user and no password.
    private sealed class ProxyUrls(IEnumerable<KeyValuePair<string, string>> urls)
        : ReadOnlyDictionary<string, string>(new Dictionary<string, string>(urls, StringComparer.OrdinalIgnoreCase)), IDictionary, IEnumerable
    {
        IEnumerator IEnumerable.GetEnumerator() => this.Select(pair => KeyValuePair.Create(pair.Key, UrlRedactor.Redact(pair.Value))).ToList().GetEnumerator();

        public override string ToString() => string.Join(", ", this.Select(pair => $"{pair.Key} {UrlRedactor.Redact(pair.Value)}"));

        IDictionaryEnumerator IDictionary.GetEnumerator() => new RedactedEnumerator(GetEnumerator()!, static (_, url) => UrlRedactor.Redact(url!));
    }
}
