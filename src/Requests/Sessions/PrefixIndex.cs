namespace Requests;

/// <summary>
/// Prefixes in alphabetical order, each with the longest other one that it begins with. A URL's longest prefix is the last one not
/// behind the URL, or one of those it begins with: a search in halves and a few steps, however many are mounted.
/// </summary>
internal sealed class PrefixIndex
{
    private readonly KeyValuePair<string, TransportAdapter>[] _mounts;
    private readonly string[] _prefixes;
    private readonly int[] _shorter;

    internal PrefixIndex(IEnumerable<KeyValuePair<string, TransportAdapter>> mounts)
    {
        _mounts = [.. mounts.OrderBy(mount => mount.Key, StringComparer.OrdinalIgnoreCase)];
        _prefixes = [.. _mounts.Select(mount => mount.Key)];
        RequiresCallerContext = _mounts.Any(mount => mount.Value.RequiresCallerContext);
        _shorter = new int[_mounts.Length];
        for (var i = 0; i < _mounts.Length; i++) _shorter[i] = GetLongest(_prefixes[i], i - 1);
    }

    /// <summary>Whether one of the adapters may run code of the caller's.</summary>
    internal bool RequiresCallerContext { get; }

    /// <summary>The longest prefix that a URL begins with and its adapter, or null.</summary>
    /// <param name="url">The URL.</param>
    internal KeyValuePair<string, TransportAdapter>? Find(string url)
    {
        var place = Array.BinarySearch(_prefixes, url, StringComparer.OrdinalIgnoreCase);
        var found = GetLongest(url, place >= 0 ? place : ~place - 1);
        return found < 0 ? null : _mounts[found];
    }

    /// <summary>The longest prefix of a text, among the one that sorts last before it and those that begin it; -1 for none.</summary>
    private int GetLongest(string text, int candidate)
    {
        while (candidate >= 0 && !text.StartsWith(_prefixes[candidate], StringComparison.OrdinalIgnoreCase)) candidate = _shorter[candidate];
        return candidate;
    }
}
