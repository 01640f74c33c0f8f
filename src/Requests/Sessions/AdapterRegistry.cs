using System.Collections;

namespace Requests;

/// <summary>Maps URLs to adapters by the longest prefix that a URL begins with, without case.</summary>
/// <remarks>
/// requests: <c>Session.adapters</c>, <c>mount</c>, <c>get_adapter</c>. The array of mounts, longest prefix first, is replaced at each
/// change, so that reading never waits.
/// </remarks>
public sealed class AdapterRegistry : IEnumerable<KeyValuePair<string, TransportAdapter>>
{
    private readonly object _mounting = new();
    private volatile KeyValuePair<string, TransportAdapter>[] _mounts = [];

    /// <summary>Gets the adapters of calls without a session: one HTTP adapter over the shared connections of the process.</summary>
    internal static AdapterRegistry Shared { get; } = Create(new HttpAdapter(HandlerPool.Shared, ownsPool: false, ProcessTime.Shared));

    /// <summary>Gets the number of prefixes.</summary>
    public int Count => _mounts.Length;

    /// <summary>Gets a value that indicates whether an adapter may run code of the caller.</summary>
    internal bool RequiresCallerContext => Array.Exists(
        _mounts,
        static mount => mount.Value.RequiresCallerContext || mount.Value.Retry is { When: not null });

    /// <summary>Creates a registry with one adapter for all http and https URLs.</summary>
    /// <param name="adapter">The adapter.</param>
    internal static AdapterRegistry Create(TransportAdapter adapter)
    {
        var registry = new AdapterRegistry();
        registry.Mount("https://", adapter);
        registry.Mount("http://", adapter);
        return registry;
    }

    /// <summary>Creates a registry with the same mounts, which can be changed separately.</summary>
    internal AdapterRegistry Copy()
    {
        return new AdapterRegistry { _mounts = _mounts };
    }

    /// <summary>Mounts an adapter for all URLs with a prefix; it replaces the adapter of the same prefix.</summary>
    /// <param name="prefix">
    /// The prefix, such as <c>https://api.example.com/</c>; without the slash at its end it matches longer host names too.
    /// </param>
    /// <param name="adapter">The adapter.</param>
    /// <exception cref="InvalidUrlException">The prefix is empty.</exception>
    public void Mount(string prefix, TransportAdapter adapter)
    {
        if (prefix.Length == 0)
        {
            throw new InvalidUrlException("The prefix of an adapter cannot be empty: give at least a scheme, such as https://.");
        }

        lock (_mounting)
        {
            var before = _mounts;
            var known = Array.FindIndex(before, mount => Same(mount.Key, prefix));
            var place = known >= 0 ? known : Array.FindIndex(before, mount => mount.Key.Length < prefix.Length);
            if (place < 0) place = before.Length;
            _mounts = [.. before[..place], KeyValuePair.Create(prefix, adapter), .. before[(known >= 0 ? place + 1 : place)..]];
        }
    }

    /// <summary>Removes the adapter of a prefix.</summary>
    /// <param name="prefix">The prefix, without case.</param>
    /// <returns>Whether the prefix had an adapter.</returns>
    public bool Remove(string prefix)
    {
        lock (_mounting)
        {
            var before = _mounts;
            _mounts = [.. before.Where(mount => !Same(mount.Key, prefix))];
            return _mounts.Length < before.Length;
        }
    }

    /// <summary>Gets the adapter for a URL.</summary>
    /// <param name="url">The URL.</param>
    /// <exception cref="InvalidSchemaException">No prefix matches.</exception>
    public TransportAdapter GetAdapter(string url) => GetMount(url).Value;

    /// <summary>Gets the prefix and the adapter for a URL.</summary>
    /// <param name="url">The URL.</param>
    /// <exception cref="InvalidSchemaException">No prefix matches.</exception>
    internal KeyValuePair<string, TransportAdapter> GetMount(string url)
    {
        // A scan of 1,000 prefixes takes about 6 µs, which is less than an index costs to build after each change.
        foreach (var mount in _mounts)
        {
            if (url.StartsWith(mount.Key, StringComparison.OrdinalIgnoreCase)) return mount;
        }

        throw CreateNoAdapterException(url);
    }

    /// <summary>Enumerates prefixes and adapters, longest prefix first.</summary>
    public IEnumerator<KeyValuePair<string, TransportAdapter>> GetEnumerator() => _mounts.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Creates the error. A host with a port looks like a scheme, so the message suggests a URL.</summary>
    private static InvalidSchemaException CreateNoAdapterException(string url)
    {
        var shown = UrlRedactor.Redact(url);
        var colon = shown.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon + 1 == shown.Length || !char.IsAsciiDigit(shown[colon + 1]))
        {
            return new InvalidSchemaException(
                $"No adapter is mounted for '{shown}': use an http:// or https:// URL, or mount an adapter for its prefix.");
        }

        var scheme = shown.AsSpan(colon + 1).StartsWith("443") ? "https" : "http";
        return new InvalidSchemaException(
            $"'{shown}' has no scheme: '{shown[..colon]}' is read as one. Perhaps you meant '{scheme}://{shown}'?");
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
