using System.Collections;

namespace Requests;

/// <summary>Which adapter carries which URLs: the longest prefix that the URL begins with, in any case.</summary>
/// <remarks>requests: <c>Session.adapters</c>, <c>mount</c>, <c>get_adapter</c>. Reading never waits for mounting.</remarks>
public sealed class AdapterRegistry : IEnumerable<KeyValuePair<string, TransportAdapter>>
{
    private readonly object _mounting = new();
    private volatile KeyValuePair<string, TransportAdapter>[] _mounts = [];

    /// <summary>The adapters of calls without a session: one HTTP adapter over the process's shared connections.</summary>
    internal static AdapterRegistry Shared { get; } = Over(new HttpAdapter(HandlerPool.Shared, ownsPool: false, TimeProvider.System));

    /// <summary>How many prefixes have an adapter.</summary>
    public int Count => _mounts.Length;

    /// <summary>One adapter for all http and https URLs.</summary>
    /// <param name="adapter">What carries them.</param>
    internal static AdapterRegistry Over(TransportAdapter adapter)
    {
        var registry = new AdapterRegistry();
        registry.Mount("https://", adapter);
        registry.Mount("http://", adapter);
        return registry;
    }

    /// <summary>Another registry with the same mounts, to be changed apart.</summary>
    internal AdapterRegistry Copy() => new() { _mounts = _mounts };

    /// <summary>Gives an adapter all URLs with a prefix, in place of the one it had.</summary>
    /// <param name="prefix">Such as <c>https://api.example.com/</c>; without the slash at its end it matches longer host names too.</param>
    /// <param name="adapter">What carries them.</param>
    public void Mount(string prefix, TransportAdapter adapter)
    {
        lock (_mounting)
        {
            var others = _mounts.Where(mount => !Same(mount.Key, prefix)).ToList();
            var place = others.FindIndex(mount => mount.Key.Length < prefix.Length);
            others.Insert(place < 0 ? others.Count : place, KeyValuePair.Create(prefix, adapter));
            _mounts = [.. others];
        }
    }

    /// <summary>Takes the adapter of a prefix away; returns whether there was one.</summary>
    /// <param name="prefix">The prefix it was mounted with, in any case.</param>
    public bool Remove(string prefix)
    {
        lock (_mounting)
        {
            var before = _mounts;
            _mounts = [.. before.Where(mount => !Same(mount.Key, prefix))];
            return _mounts.Length < before.Length;
        }
    }

    /// <summary>The adapter for a URL.</summary>
    /// <param name="url">The URL.</param>
    /// <exception cref="InvalidSchemaException">No prefix fits.</exception>
    public TransportAdapter For(string url)
    {
        foreach (var (prefix, adapter) in _mounts)
        {
            if (url.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return adapter;
        }

        throw new InvalidSchemaException($"No adapter is mounted for '{ShownUrl.Of(url)}': use an http:// or https:// URL, or mount an adapter for its prefix.");
    }

    /// <summary>Prefixes and adapters, longest prefix first.</summary>
    public IEnumerator<KeyValuePair<string, TransportAdapter>> GetEnumerator() => _mounts.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
