using System.Collections.ObjectModel;

namespace Requests;

/// <summary>
/// Represents the hosts and ports that connections are opened to in place of those of the URL. Only the connection changes: the name that
/// TLS sends and verifies, the Host header, cookies and credentials stay those of the URL.
/// </summary>
/// <remarks>curl: <c>--connect-to</c>.</remarks>
public sealed class ConnectToSettings
{
    private const string Forms = "a host or an address, host:port, or :port; an IPv6 address with a port has brackets, as in [::1]:443";

    private readonly HostAndPort? _target;
    private readonly (HostAndPort From, HostAndPort To)[] _rules = [];

    /// <summary>Creates settings for one target, which replaces the host of the URL that a call is given.</summary>
    /// <param name="target">
    /// A host, <c>host:port</c> or <c>:port</c>. Requests to other hosts, such as the target of a redirect, are not affected. The port
    /// applies to the port of the URL; requests to another port of the same host keep their port.
    /// </param>
    /// <exception cref="InvalidParameterException">The target has another form.</exception>
    public ConnectToSettings(string target)
    {
        _target = ParseTarget(target, key: null);
        Target = _target.ToString();
        ByHost = ReadOnlyDictionary<string, string>.Empty;
    }

    /// <summary>Creates settings for several hosts.</summary>
    /// <param name="targets">
    /// The targets by <c>host:port</c>, <c>host</c>, <c>:port</c>, or an empty text for all URLs, in this order of precedence. They apply
    /// to each request of a call, also after a redirect. A part that a target lacks stays that of the URL.
    /// </param>
    /// <exception cref="InvalidParameterException">A key or a target has another form.</exception>
    public ConnectToSettings(IEnumerable<KeyValuePair<string, string>> targets)
    {
        var rules = new Dictionary<HostAndPort, HostAndPort>();
        foreach (var (key, target) in targets) rules[ParseKey(key)] = ParseTarget(target, key);
        _rules = [.. rules.OrderBy(static rule => GetRank(rule.Key)).Select(static rule => (rule.Key, rule.Value))];
        ByHost = ToMap(_rules);
    }

    private ConnectToSettings((HostAndPort From, HostAndPort To)[] rules) => (_rules, ByHost) = (rules, ToMap(rules));

    /// <summary>Gets the target for the host of the URL that a call is given; null where <see cref="ByHost"/> has targets.</summary>
    public string? Target { get; }

    /// <summary>
    /// Gets the targets by <c>host:port</c>, <c>host</c>, <c>:port</c>, or an empty text for all URLs, in this order of precedence; empty
    /// where <see cref="Target"/> is set.
    /// </summary>
    public IReadOnlyDictionary<string, string> ByHost { get; }

    /// <summary>Returns the target, or the hosts with their targets.</summary>
    public override string ToString() =>
        Target ?? string.Join(", ", ByHost.Select(static rule => $"{(rule.Key.Length == 0 ? "*" : rule.Key)} {rule.Value}"));

    /// <summary>Returns a key in the form in which <see cref="ByHost"/> has it.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="InvalidParameterException">The key has another form.</exception>
    internal static string NormalizeKey(string key) => ParseKey(key).ToString();

    /// <summary>Returns settings in which <see cref="Target"/> is limited to the host of a URL.</summary>
    /// <param name="url">The URL that the call was given.</param>
    internal ConnectToSettings BindTo(string url)
    {
        if (_target is null || Locate(url) is not { } own) return this;
        return _target.Host.Length == 0
            ? new ConnectToSettings([(own, _target)])
            : new ConnectToSettings([(own, _target), (own with { Port = 0 }, _target with { Port = 0 })]);
    }

    /// <summary>Returns the host and port to connect to; null where they are those of the URL.</summary>
    /// <param name="url">The URL of the request.</param>
    internal HostAndPort? Find(string url)
    {
        if (Locate(url) is not { } own) return null;
        foreach (var (from, to) in _rules)
        {
            var applies = (from.Host.Length == 0 || from.Host == own.Host) && (from.Port == 0 || from.Port == own.Port);
            if (!applies) continue;
            var found = new HostAndPort(to.Host.Length == 0 ? own.Host : to.Host, to.Port == 0 ? own.Port : to.Port);
            return found == own ? null : found;
        }

        return null;
    }

    private static ReadOnlyDictionary<string, string> ToMap((HostAndPort From, HostAndPort To)[] rules) => new(
        rules.ToDictionary(static rule => rule.From.ToString(), static rule => rule.To.ToString(), StringComparer.OrdinalIgnoreCase));

    private static HostAndPort? Locate(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Port > 0
        ? new HostAndPort(HostAndPort.Normalize(HostName.ToSocketForm(CookieOrigin.From(url).Host)), uri.Port)
        : null;

    private static int GetRank(HostAndPort from) => (from.Host.Length == 0 ? 2 : 0) + (from.Port == 0 ? 1 : 0);

    private static HostAndPort ParseKey(string key)
    {
        var parsed = HostAndPort.Parse(key) ?? throw Invalid(key, "is not a host of ConnectTo");
        return parsed with { Host = parsed.Host.TrimEnd('.') };
    }

    private static HostAndPort ParseTarget(string target, string? key)
    {
        var place = key is null ? "is not a target of ConnectTo" : $"is not a target of ConnectTo for '{key}'";
        return HostAndPort.Parse(target) is { } parsed && parsed != new HostAndPort("", 0) ? parsed : throw Invalid(target, place);
    }

    // A text with an at sign may have a password.
    private static InvalidParameterException Invalid(string text, string fault) =>
        new($"{(text.Contains('@', StringComparison.Ordinal) ? "The text" : $"'{text}'")} {fault}: give {Forms}.");
}
