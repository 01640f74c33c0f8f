using System.Collections;
using System.Net;

namespace Requests;

/// <summary>
/// Represents a store of cookies by host, path and name. Its indexer reads by name, its enumerator returns each
/// <see cref="RequestCookie"/>. It can be used from many threads at the same time.
/// </summary>
/// <remarks>requests: <c>RequestsCookieJar</c>. RFC 6265bis. The session limits the number of cookies that servers may set.</remarks>
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

    /// <summary>Gets the number of cookies that have not expired.</summary>
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

    /// <summary>Gets the names, in the order of setting.</summary>
    public IReadOnlyList<string> Keys => Snapshot().Select(cookie => cookie.Name).ToArray();

    /// <summary>Gets the values, in the order of setting.</summary>
    public IReadOnlyList<string> Values => Snapshot().Select(cookie => cookie.Value).ToArray();

    /// <summary>
    /// Gets the value of a cookie, or null. Setting adds a cookie for the host of the URL that the caller requests; null removes all
    /// cookies of the name.
    /// </summary>
    /// <param name="name">The name; case matters.</param>
    /// <exception cref="CookieConflictException">Several cookies have the name.</exception>
    public string? this[string name]
    {
        get => Get(name)?.Value;
        set
        {
            if (value is null) Remove(name);
            else Set(name, value);
        }
    }

    /// <summary>Gets the cookie of a name, or null.</summary>
    /// <param name="name">The name; case matters.</param>
    /// <param name="domain">Its domain, or null for any.</param>
    /// <param name="path">Its path, or null for any.</param>
    /// <exception cref="CookieConflictException">Several cookies have the name: pass the domain or the path.</exception>
    public RequestCookie? Get(string name, string? domain = null, string? path = null)
    {
        var found = Snapshot().Where(cookie => Is(cookie, name, domain, path)).ToArray();
        if (found.Length > 1) found = Array.FindAll(found, cookie => cookie.ReplacedAt is null) is { Length: > 0 } newer ? newer : found;
        if (found.Length > 1)
        {
            throw new CookieConflictException($"There are multiple cookies with the name '{name}'; name the domain or the path too.");
        }

        return found.Length == 0 ? null : found[0];
    }

    /// <summary>Adds a cookie for the host of the URL that the caller requests.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidCookieException">The name or the value is not allowed in a cookie.</exception>
    public void Set(string name, string value) => Set(new RequestCookie(name, value));

    /// <summary>Adds a cookie; it replaces the one with the same name, domain and path. An expired cookie removes that one.</summary>
    /// <param name="cookie">The cookie.</param>
    public void Set(RequestCookie cookie)
    {
        if (cookie.IsReceived) cookie = cookie with { IsReceived = false };
        lock (_lock) Store(cookie);
    }

    /// <summary>Adds all cookies of another jar or list.</summary>
    /// <param name="cookies">The cookies.</param>
    /// <remarks>requests: <c>RequestsCookieJar.update</c>.</remarks>
    public void Update(IEnumerable<RequestCookie> cookies)
    {
        foreach (var cookie in cookies) Set(cookie);
    }

    /// <summary>Adds cookies by name and value. They are sent to the host of the URL that the caller requests.</summary>
    /// <param name="cookies">The names and values.</param>
    /// <remarks>requests: <c>add_dict_to_cookiejar</c>.</remarks>
    /// <exception cref="InvalidCookieException">A name or a value is not allowed in a cookie.</exception>
    public void Update(IEnumerable<KeyValuePair<string, string>> cookies)
    {
        foreach (var (name, value) in cookies) Set(name, value);
    }

    /// <summary>Adds the cookies of a .NET collection.</summary>
    /// <param name="cookies">The cookies, such as those of a <c>CookieContainer</c>.</param>
    /// <exception cref="InvalidCookieException">A name or a value is not allowed in a cookie.</exception>
    public void Update(CookieCollection cookies)
    {
        foreach (var cookie in cookies.Cast<Cookie>())
        {
            Set(new RequestCookie(cookie.Name, cookie.Value)
            {
                Domain = cookie.Domain.Length == 0 ? null : cookie.Domain.TrimStart('.').ToLowerInvariant(),
                HostOnly = !cookie.Domain.StartsWith('.'),
                Path = cookie.Path.Length == 0 ? "/" : cookie.Path,
                Expires = cookie.Expires == DateTime.MinValue ? null : new DateTimeOffset(cookie.Expires),
                Secure = cookie.Secure,
                HttpOnly = cookie.HttpOnly,
            });
        }
    }

    /// <summary>Removes the cookies of a name and returns their number.</summary>
    /// <param name="name">The name; case matters.</param>
    /// <param name="domain">Their domain, or null for any.</param>
    /// <param name="path">Their path, or null for any.</param>
    public int Remove(string name, string? domain = null, string? path = null) => RemoveWhere(cookie => Is(cookie, name, domain, path));

    /// <summary>Removes all cookies.</summary>
    public void Clear() => RemoveWhere(static _ => true);

    /// <summary>Creates a jar with the same cookies, which can be changed separately.</summary>
    public CookieJar Copy()
    {
        var copy = new CookieJar(_time);
        foreach (var cookie in Snapshot()) copy.Store(cookie);
        return copy;
    }

    /// <summary>Returns names and values; of two cookies with one name, the one that was set later.</summary>
    /// <remarks>requests: <c>get_dict</c>.</remarks>
    public IReadOnlyDictionary<string, string> ToDictionary()
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var cookie in Snapshot()) map[cookie.Name] = cookie.Value;
        return map;
    }

    /// <summary>Enumerates the current cookies in the order of setting.</summary>
    public IEnumerator<RequestCookie> GetEnumerator() => Snapshot().AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the number of cookies; names and values are not part of the text.</summary>
    public override string ToString() => $"<CookieJar [{Count}]>";

    private static bool Is(RequestCookie cookie, string name, string? domain, string? path) =>
        cookie.Name == name
            && (domain is null || cookie.Domain == CookieRules.CanonicalizeDomain(domain.TrimStart('.')))
            && (path is null || cookie.Path == path);

    private int RemoveWhere(Predicate<RequestCookie> fits)
    {
        lock (_lock)
        {
            if (_byDomain is null) return 0;
            var removed = 0;
            foreach (var (domain, cookies) in _byDomain.ToArray())
            {
                removed += cookies.RemoveAll(fits);
                if (cookies.Count == 0) RemoveEmptyDomain(domain);
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

    /// <summary>Stores a cookie. A cookie that replaces another keeps its position in the order. The caller holds the lock.</summary>
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
            // A cookie of the caller still counts as the caller's when a server replaces it.
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
