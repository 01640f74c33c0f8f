using System.Collections;

namespace Requests;

/// <summary>Which adapter carries which URLs: the longest prefix that the URL begins with, in any case.</summary>
/// <remarks>requests: <c>Session.adapters</c>, <c>mount</c>, <c>get_adapter</c>. Reading never waits for mounting.</remarks>
public sealed class AdapterRegistry : IEnumerable<KeyValuePair<string, TransportAdapter>>
{
    private readonly object _mounting = new();
    private volatile KeyValuePair<string, TransportAdapter>[] _mounts = [];
    private volatile PrefixIndex? _index;

    /// <summary>The adapters of calls without a session: one HTTP adapter over the process's shared connections.</summary>
    internal static AdapterRegistry Shared { get; } = Create(new HttpAdapter(HandlerPool.Shared, ownsPool: false, ProcessTime.Shared));

    /// <summary>How many prefixes have an adapter.</summary>
    public int Count => _mounts.Length;

    /// <summary>Whether an adapter may run code of the caller's.</summary>
    internal bool RequiresCallerContext => Index().RequiresCallerContext;

    /// <summary>One adapter for all http and https URLs.</summary>
    /// <param name="adapter">What carries them.</param>
    internal static AdapterRegistry Create(TransportAdapter adapter)
    {
        var registry = new AdapterRegistry();
        registry.Mount("https://", adapter);
        registry.Mount("http://", adapter);
        return registry;
    }

    /// <summary>Another registry with the same mounts, to be changed apart.</summary>
    internal AdapterRegistry Copy()
    {
        lock (_mounting) return new AdapterRegistry { _mounts = _mounts, _index = _index };
    }

    /// <summary>Gives an adapter all URLs with a prefix, in place of the one it had.</summary>
    /// <param name="prefix">Such as <c>https://api.example.com/</c>; without the slash at its end it matches longer host names too.</param>
    /// <param name="adapter">What carries them.</param>
    /// <exception cref="InvalidUrlException">The prefix is empty.</exception>
    public void Mount(string prefix, TransportAdapter adapter)
    {
        if (prefix.Length == 0) throw new InvalidUrlException("The prefix of an adapter cannot be empty: give at least a scheme, such as https://.");
        lock (_mounting)
        {
            var mounts = _mounts.ToList();
            var known = mounts.FindIndex(mount => Same(mount.Key, prefix));
            if (known >= 0) mounts.RemoveAt(known);
            var place = known >= 0 ? known : mounts.FindIndex(mount => mount.Key.Length < prefix.Length);
            mounts.Insert(place < 0 ? mounts.Count : place, KeyValuePair.Create(prefix, adapter));
            Replace([.. mounts]);
        }
    }

    /// <summary>Takes the adapter of a prefix away; returns whether there was one.</summary>
    /// <param name="prefix">The prefix it was mounted with, in any case.</param>
    public bool Remove(string prefix)
    {
        lock (_mounting)
        {
            var before = _mounts;
            Replace([.. before.Where(mount => !Same(mount.Key, prefix))]);
            return _mounts.Length < before.Length;
        }
    }

    /// <summary>The adapter for a URL.</summary>
    /// <param name="url">The URL.</param>
    /// <exception cref="InvalidSchemaException">No prefix fits.</exception>
    public TransportAdapter For(string url) => MountFor(url).Value;

    /// <summary>The prefix and adapter for a URL.</summary>
    /// <param name="url">The URL.</param>
    /// <exception cref="InvalidSchemaException">No prefix fits.</exception>
    public KeyValuePair<string, TransportAdapter> MountFor(string url) => Index().Find(url)
        ?? throw Unmounted(url);

    /// <summary>Prefixes and adapters, longest prefix first.</summary>
    public IEnumerator<KeyValuePair<string, TransportAdapter>> GetEnumerator() => _mounts.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A host with a port reads as a scheme: what was meant is suggested.</summary>
    private static InvalidSchemaException Unmounted(string url)
    {
        var shown = UrlRedactor.Redact(url);
        var colon = shown.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon + 1 == shown.Length || !char.IsAsciiDigit(shown[colon + 1])) return new InvalidSchemaException($"No adapter is mounted for '{shown}': use an http:// or https:// URL, or mount an adapter for its prefix.");
        var scheme = shown.AsSpan(colon + 1).StartsWith("443") ? "https" : "http";
        return new InvalidSchemaException($"'{shown}' has no scheme: '{shown[..colon]}' is read as one. Perhaps you meant '{scheme}://{shown}'?");
    }

    /// <summary>Made when it is first needed after a change, so that mounting many costs no more than each.</summary>
    private PrefixIndex Index()
    {
        if (_index is { } index) return index;
        lock (_mounting) return _index ??= new PrefixIndex(_mounts);
    }

    private void Replace(KeyValuePair<string, TransportAdapter>[] mounts)
    {
        _mounts = mounts;
        _index = null;
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
