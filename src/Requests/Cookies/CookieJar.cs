using System.Collections;

namespace Requests;

/// <summary>
/// Cookies by host, path and name. Read by name it is a dictionary, enumerated it is a list of <see cref="RequestCookie"/>. Safe to
/// use from many threads at once.
/// </summary>
/// <remarks>requests: <c>RequestsCookieJar</c>. RFC 6265bis. How many cookies servers may keep is a setting of the session.</remarks>
public sealed partial class CookieJar : IReadOnlyCollection<RequestCookie>
{
    private const string Unscoped = "";

    private readonly object _lock = new();
    private readonly TimeProvider _time;
    private Dictionary<string, CookieList>? _byDomain;
    private int _count;
    private long _order;

    /// <summary>Creates an empty jar.</summary>
    public CookieJar()
        : this(ProcessTime.Shared)
    {
    }

    internal CookieJar(TimeProvider time) => _time = time;

    internal CookieJar(IEnumerable<RequestCookie> cookies)
        : this()
    {
        foreach (var cookie in cookies) Set(cookie);
    }

    /// <summary>How many cookies there are, expired ones not counted.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                if (_count > 0) DropExpired();
                return _count;
            }
        }
    }

    /// <summary>The names, in the order of setting.</summary>
    public IReadOnlyList<string> Keys => Snapshot().Select(cookie => cookie.Name).ToArray();

    /// <summary>The values, in the order of setting.</summary>
    public IReadOnlyList<string> Values => Snapshot().Select(cookie => cookie.Value).ToArray();

    /// <summary>The value of a name, or null. Setting puts in a cookie that goes to whatever host the caller names; null removes all of the name.</summary>
    /// <param name="name">The name; case matters.</param>
    /// <exception cref="CookieConflictException">There are several of this name.</exception>
    public string? this[string name]
    {
        get => Get(name)?.Value;
        set
        {
            if (value is null) Remove(name);
            else Set(name, value);
        }
    }

    /// <summary>The cookie of a name, or null.</summary>
    /// <param name="name">The name; case matters.</param>
    /// <param name="domain">Its domain, or null for any.</param>
    /// <param name="path">Its path, or null for any.</param>
    /// <exception cref="CookieConflictException">There are several: domain or path must be given.</exception>
    public RequestCookie? Get(string name, string? domain = null, string? path = null)
    {
        var found = Snapshot().Where(cookie => Is(cookie, name, domain, path)).ToArray();
        if (found.Length > 1) found = Array.FindAll(found, cookie => cookie.ReplacedAt is null) is { Length: > 0 } newer ? newer : found;
        if (found.Length > 1) throw new CookieConflictException($"There are multiple cookies with the name '{name}'; name the domain or the path too.");
        return found.Length == 0 ? null : found[0];
    }

    /// <summary>Puts in a cookie for whatever host the caller of a request names.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidCookieException">No cookie can be called or hold that.</exception>
    public void Set(string name, string value) => Set(new RequestCookie(name, value));

    /// <summary>Puts in a cookie, in place of the one with the same name, domain and path; an expired one removes it.</summary>
    /// <param name="cookie">The cookie.</param>
    public void Set(RequestCookie cookie)
    {
        if (cookie.IsReceived) cookie = cookie with { IsReceived = false };
        lock (_lock) Store(cookie);
    }

    /// <summary>Puts in all cookies of another jar or list.</summary>
    /// <param name="cookies">The cookies.</param>
    /// <remarks>requests: <c>RequestsCookieJar.update</c>.</remarks>
    public void Update(IEnumerable<RequestCookie> cookies)
    {
        foreach (var cookie in cookies) Set(cookie);
    }

    /// <summary>Removes the cookies of a name; returns how many there were.</summary>
    /// <param name="name">The name; case matters.</param>
    /// <param name="domain">Their domain, or null for any.</param>
    /// <param name="path">Their path, or null for any.</param>
    public int Remove(string name, string? domain = null, string? path = null) => RemoveWhere(cookie => Is(cookie, name, domain, path));

    /// <summary>Removes all cookies.</summary>
    public void Clear() => RemoveWhere(static _ => true);

    /// <summary>A jar with the same cookies, to be changed apart.</summary>
    public CookieJar Copy()
    {
        var copy = new CookieJar(_time);
        foreach (var cookie in Snapshot()) copy.Store(cookie);
        return copy;
    }

    /// <summary>Names and values; of two with one name the later set counts.</summary>
    /// <remarks>requests: <c>get_dict</c>.</remarks>
    public IReadOnlyDictionary<string, string> ToDictionary()
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var cookie in Snapshot()) map[cookie.Name] = cookie.Value;
        return map;
    }

    /// <summary>The cookies as they are now, in the order of setting.</summary>
    public IEnumerator<RequestCookie> GetEnumerator() => Snapshot().AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many there are, never what they hold.</summary>
    public override string ToString() => $"<CookieJar [{Count}]>";

    private static bool Is(RequestCookie cookie, string name, string? domain, string? path) =>
        cookie.Name == name && (domain is null || cookie.Domain == CookieRules.Canonical(domain.TrimStart('.'))) && (path is null || cookie.Path == path);

    private int RemoveWhere(Predicate<RequestCookie> fits)
    {
        lock (_lock)
        {
            if (_byDomain is null) return 0;
            var removed = 0;
            foreach (var (domain, cookies) in _byDomain.ToArray())
            {
                removed += cookies.RemoveAll(fits);
                if (cookies.Count == 0) Forget(domain);
            }

            _count -= removed;
            return removed;
        }
    }

    private void DropExpired()
    {
        var now = _time.GetUtcNow();
        RemoveWhere(cookie => CookieRules.IsExpired(cookie, now));
    }

    private RequestCookie[] Snapshot()
    {
        lock (_lock)
        {
            if (_count == 0) return [];
            DropExpired();
            return [.. _byDomain!.Values.SelectMany(cookies => cookies).OrderBy(cookie => cookie.Order)];
        }
    }

    /// <summary>Stores a cookie; the lock is held. One that replaces another takes over its place in the order.</summary>
    private void Store(RequestCookie cookie)
    {
        var domain = cookie.Domain ?? Unscoped;
        var cookies = (_byDomain ??= new(StringComparer.OrdinalIgnoreCase)).TryGetValue(domain, out var known) ? known : Add(domain);
        var at = cookies.IndexOf(cookie);
        var now = _time.GetUtcNow();
        if (CookieRules.IsExpired(cookie, now))
        {
            if (at >= 0)
            {
                cookies.RemoveAt(at);
                _count--;
            }
        }
        else if (at >= 0)
        {
            // What the caller has set stays the caller's.
            cookies.SetAt(at, cookie with { Order = cookies[at].Order, IsReceived = cookie.IsReceived && cookies[at].IsReceived });
        }
        else
        {
            _count -= cookies.RemoveExpired(now);
            cookies.Add(cookie with { Order = _order++ });
            _count++;
        }
    }
}
