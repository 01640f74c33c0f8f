using System.Collections;

namespace Requests.PowerShell;

/// <summary>The accepted forms of what PowerShell's <c>+=</c> makes: a list of what a property held, with what was added behind it.</summary>
internal static class AppendedListConverter
{
    /// <summary>A query: any form of <c>-Params</c>, or a list of pairs, texts and maps, of which the later maps and texts win.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="current">
    /// What the property holds. PowerShell enumerates its pairs alone, so a list that begins with them goes behind all of it, its texts included.
    /// </param>
    /// <exception cref="InvalidParameterException">It is something else.</exception>
    internal static QueryParams? ToParams(object? value, QueryParams? current = null)
    {
        if (Items(value, static one => one is KeyValuePair<string, string?> or string or IDictionary) is not { } items) return ValueConverter.ToParams(value);
        var pairs = items.TakeWhile(static one => one is KeyValuePair<string, string?>).Cast<KeyValuePair<string, string?>>().ToArray();
        var isSum = current is { Raw: not null } && items.Length > current.Count && pairs.Length >= current.Count && current.SequenceEqual(pairs.Take(current.Count));
        var query = isSum ? current!.Merge(new QueryParams(pairs.Skip(current.Count))) : new QueryParams(pairs);
        foreach (var item in items.Skip(pairs.Length)) query = query.Merge(item is KeyValuePair<string, string?> pair ? new QueryParams([pair]) : ValueConverter.ToParams(item));
        return query;
    }

    /// <summary>Headers: any form of <c>-Headers</c>.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="current">What the property holds. A hashtable with all of it, as <c>+=</c> makes, keeps its order and its lists.</param>
    /// <exception cref="RequestException">It is something else.</exception>
    internal static HeaderDictionary? ToHeaders(object? value, HeaderDictionary current)
    {
        var headers = ValueConverter.ToHeaders(value);
        if (headers is null || PSValue.Unwrap(value) is not Hashtable || !current.All(pair => headers.TryGetValue(pair.Key, out var one) && one == pair.Value)) return headers;
        var sum = current.Copy();
        sum.Update(headers.Where(pair => !current.ContainsKey(pair.Key)));
        return sum;
    }

    /// <summary>Cookies: any form of <c>-Cookies</c>, or a list of cookies and maps.</summary>
    /// <param name="value">What was given.</param>
    /// <exception cref="InvalidParameterException">It is something else.</exception>
    internal static CookieJar? ToCookies(object? value)
    {
        if (Items(value, static one => one is RequestCookie or IDictionary) is not { } items) return ValueConverter.ToCookies(value);
        var jar = new CookieJar();
        foreach (var item in items) jar.Update(ValueConverter.ToCookies(item)!);
        return jar;
    }

    private static object?[]? Items(object? value, Func<object?, bool> isItem) =>
        PSValue.Unwrap(value) is IList { Count: > 0 } list and not byte[] && list.Cast<object?>().Select(PSValue.Unwrap).ToArray() is var items && Array.TrueForAll(items, one => isItem(one)) ? items : null;
}
