using System.Collections;

namespace Requests;

/// <summary>The cookies of one domain. Few are searched one by one, many by an index.</summary>
internal sealed class CookieList : IReadOnlyList<RequestCookie>
{
    private const int Few = 16;

    private readonly List<RequestCookie> _cookies = [];
    private Dictionary<(string Name, string Path, bool HostOnly), int>? _index;
    private DateTimeOffset _firstExpiry = DateTimeOffset.MaxValue;

    /// <inheritdoc/>
    public int Count => _cookies.Count;

    /// <inheritdoc/>
    public RequestCookie this[int index] => _cookies[index];

    /// <summary>Where the cookie with the name, the path and the reach of another one stands, or -1.</summary>
    /// <param name="cookie">The other one.</param>
    internal int IndexOf(RequestCookie cookie)
    {
        if (_cookies.Count <= Few) return _cookies.FindIndex(one => GetKey(one) == GetKey(cookie));
        if (_index is null)
        {
            _index = new(_cookies.Count);
            for (var i = 0; i < _cookies.Count; i++) _index[GetKey(_cookies[i])] = i;
        }

        return _index.TryGetValue(GetKey(cookie), out var at) ? at : -1;
    }

    /// <summary>Adds a cookie that is not there.</summary>
    /// <param name="cookie">The cookie.</param>
    internal void Add(RequestCookie cookie)
    {
        _index?.Add(GetKey(cookie), _cookies.Count);
        _cookies.Add(cookie);
        NoteExpiry(cookie);
    }

    /// <summary>Puts a cookie in the place of one with the same name, path and reach.</summary>
    /// <param name="at">The place.</param>
    /// <param name="cookie">The cookie.</param>
    internal void SetAt(int at, RequestCookie cookie)
    {
        _cookies[at] = cookie;
        NoteExpiry(cookie);
    }

    /// <summary>Removes a cookie.</summary>
    /// <param name="at">Its place.</param>
    internal void RemoveAt(int at)
    {
        _cookies.RemoveAt(at);
        _index = null;
    }

    /// <summary>Removes the cookies that fit; returns how many there were.</summary>
    /// <param name="fits">Which.</param>
    internal int RemoveAll(Predicate<RequestCookie> fits)
    {
        var removed = _cookies.RemoveAll(fits);
        if (removed > 0) _index = null;
        return removed;
    }

    /// <summary>Removes the cookies that have expired; returns how many there were. It looks at them only when one may have.</summary>
    /// <param name="now">The time.</param>
    internal int RemoveExpired(DateTimeOffset now)
    {
        if (_firstExpiry > now) return 0;
        var removed = RemoveAll(one => CookieRules.IsExpired(one, now));
        _firstExpiry = DateTimeOffset.MaxValue;
        foreach (var cookie in _cookies) NoteExpiry(cookie);
        return removed;
    }

    /// <inheritdoc/>
    public IEnumerator<RequestCookie> GetEnumerator() => _cookies.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static (string Name, string Path, bool HostOnly) GetKey(RequestCookie cookie) => (cookie.Name, cookie.Path, cookie.HostOnly);

    private void NoteExpiry(RequestCookie cookie)
    {
        if (cookie.Expires is { } expires && expires < _firstExpiry) _firstExpiry = expires;
    }
}
