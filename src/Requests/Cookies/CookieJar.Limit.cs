namespace Requests;

/// <content>Limits the number of cookies that servers may set. Those of the caller are neither counted nor dropped.</content>
public sealed partial class CookieJar
{
    // The domains of the jar by registrable domain; created when the jar first has more cookies than one domain may have.
    private Dictionary<string, HashSet<string>>? _families;

    /// <summary>
    /// Drops the oldest cookies of a registrable domain, beginning with the expired ones, until their number is allowed. The caller
    /// holds the lock.
    /// </summary>
    /// <param name="domain">The domain of the cookie that was stored last.</param>
    /// <param name="limit">The largest number of cookies.</param>
    /// <returns>The number of dropped cookies that had not expired.</returns>
    private int DropOldest(string domain, int limit)
    {
        if (_families is null)
        {
            _families = new(StringComparer.OrdinalIgnoreCase);
            foreach (var known in _byDomain!.Keys) AddToFamily(known);
        }

        var family = AddToFamily(domain);
        if (CountReceived(family) <= limit) return 0;
        var now = _time.GetUtcNow();
        foreach (var member in family) _count -= _byDomain![member].RemoveExpired(now);
        var dropped = 0;
        for (; CountReceived(family) > limit; dropped++) DropOldest(family);
        foreach (var member in family.Where(member => _byDomain![member].Count == 0).ToArray()) RemoveEmptyDomain(member);
        return dropped;
    }

    private void DropOldest(HashSet<string> family)
    {
        CookieList? from = null;
        var at = -1;
        foreach (var cookies in family.Select(member => _byDomain![member]))
        {
            for (var i = 0; i < cookies.Count; i++)
            {
                if (!cookies[i].IsReceived || (from is not null && cookies[i].Order >= from[at].Order)) continue;
                (from, at) = (cookies, i);
            }
        }

        from!.RemoveAt(at);
        _count--;
    }

    private int CountReceived(HashSet<string> family) => family.Sum(member => _byDomain![member].Count(static cookie => cookie.IsReceived));

    private HashSet<string> AddToFamily(string domain)
    {
        var name = PublicSuffixes.RegistrableDomain(domain);
        if (!_families!.TryGetValue(name, out var family)) _families[name] = family = new(StringComparer.OrdinalIgnoreCase);
        family.Add(domain);
        return family;
    }

    /// <summary>Adds a domain that has no cookies yet. The caller holds the lock.</summary>
    private CookieList Add(string domain)
    {
        if (_families is not null) AddToFamily(domain);
        return _byDomain![domain] = new CookieList();
    }

    /// <summary>Removes a domain that has no cookies left. The caller holds the lock.</summary>
    private void RemoveEmptyDomain(string domain)
    {
        _byDomain!.Remove(domain);
        if (_families is null) return;
        var name = PublicSuffixes.RegistrableDomain(domain);
        if (_families.TryGetValue(name, out var family) && family.Remove(domain) && family.Count == 0) _families.Remove(name);
    }
}
