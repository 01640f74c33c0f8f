using System.Collections;

namespace Requests;

/// <summary>Represents the cookies of one domain. A short list is searched, a long one has an index.</summary>
internal sealed class CookieList : IReadOnlyList<RequestCookie>
{
    private const int LongestSearch = 16;

    private readonly List<RequestCookie> _cookies = [];
    private Dictionary<(string Name, string Path, bool HostOnly), int>? _index;
    private DateTimeOffset _firstExpiry = DateTimeOffset.MaxValue;

    /// <inheritdoc/>
    public int Count => _cookies.Count;

    /// <inheritdoc/>
    public RequestCookie this[int index] => _cookies[index];

    /// <summary>Returns the index of the cookie with the same name, path and reach, or -1.</summary>
    /// <param name="cookie">The cookie to compare with.</param>
    internal int IndexOf(RequestCookie cookie)
    {
        if (_cookies.Count <= LongestSearch) return _cookies.FindIndex(candidate => GetKey(candidate) == GetKey(cookie));
        if (_index is null)
        {
            _index = new(_cookies.Count);
            for (var i = 0; i < _cookies.Count; i++) _index[GetKey(_cookies[i])] = i;
        }

        return _index.TryGetValue(GetKey(cookie), out var at) ? at : -1;
    }

    /// <summary>Adds a cookie that is not in the list.</summary>
    /// <param name="cookie">The cookie.</param>
    internal void Add(RequestCookie cookie)
    {
        _index?.Add(GetKey(cookie), _cookies.Count);
        _cookies.Add(cookie);
        NoteExpiry(cookie);
    }

    /// <summary>Replaces a cookie by one with the same name, path and reach.</summary>
    /// <param name="at">The index.</param>
    /// <param name="cookie">The cookie.</param>
    internal void SetAt(int at, RequestCookie cookie)
    {
        _cookies[at] = cookie;
        NoteExpiry(cookie);
    }

    /// <summary>Removes a cookie.</summary>
    /// <param name="at">The index.</param>
    internal void RemoveAt(int at)
    {
        _cookies.RemoveAt(at);
        _index = null;
    }

    /// <summary>Removes the cookies that match; returns their number.</summary>
    /// <param name="match">Returns whether a cookie matches.</param>
    internal int RemoveAll(Predicate<RequestCookie> match)
    {
        var removed = _cookies.RemoveAll(match);
        if (removed > 0) _index = null;
        return removed;
    }

    /// <summary>Removes the expired cookies; returns their number. The cookies are examined only when one can have expired.</summary>
    /// <param name="now">The current time.</param>
    internal int RemoveExpired(DateTimeOffset now)
    {
        if (_firstExpiry > now) return 0;
        var removed = RemoveAll(cookie => CookieRules.IsExpired(cookie, now));
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
