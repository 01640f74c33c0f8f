using System.Collections;

namespace Requests.PowerShell;

/// <summary>
/// Converts the lists that the operator <c>+=</c> of PowerShell creates: the items of a property's value, followed by the added value.
/// </summary>
internal static class AppendedListConverter
{
    /// <summary>Converts to a query.</summary>
    /// <param name="value">
    /// Any form of <c>-Params</c>, or a list of pairs, texts and maps. Later maps and texts override earlier ones.
    /// </param>
    /// <param name="current">
    /// The current value of the property, or null. PowerShell enumerates only its pairs, so a list that begins with all of them is
    /// appended to the current value, with the raw text that it has.
    /// </param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static QueryParams? ToParams(object? value, QueryParams? current = null)
    {
        if (FindItems(value, static item => item is KeyValuePair<string, string?> or string or IDictionary) is not { } items)
        {
            return ValueConverter.ToParams(value);
        }

        var pairs = items.TakeWhile(static item => item is KeyValuePair<string, string?>).Cast<KeyValuePair<string, string?>>().ToArray();
        var isSum = current is { Raw: not null }
            && items.Length > current.Count
            && pairs.Length >= current.Count
            && current.SequenceEqual(pairs.Take(current.Count));
        var query = isSum ? current!.Merge(new QueryParams(pairs.Skip(current.Count))) : new QueryParams(pairs);
        foreach (var item in items.Skip(pairs.Length))
        {
            query = query.Merge(item is KeyValuePair<string, string?> pair ? new QueryParams([pair]) : ValueConverter.ToParams(item));
        }

        return query;
    }

    /// <summary>Converts to headers.</summary>
    /// <param name="value">Any form of <c>-Headers</c>.</param>
    /// <param name="current">
    /// The current value of the property. A hashtable that contains all of its headers, as <c>+=</c> creates, keeps their order and their
    /// lists.
    /// </param>
    /// <exception cref="RequestException">The value is of another kind, or a header cannot be used.</exception>
    internal static HeaderDictionary? ToHeaders(object? value, HeaderDictionary current)
    {
        var headers = ValueConverter.ToHeaders(value);
        var isSum = headers is not null
            && PSValue.Unwrap(value) is Hashtable
            && current.All(pair => headers.TryGetValue(pair.Key, out var header) && header == pair.Value);
        if (!isSum) return headers;
        var sum = current.Copy();
        sum.Update(headers!.Where(pair => !current.ContainsKey(pair.Key)));
        return sum;
    }

    /// <summary>Converts to cookies.</summary>
    /// <param name="value">Any form of <c>-Cookies</c>, or a list of cookies and maps.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static CookieJar? ToCookies(object? value)
    {
        if (FindItems(value, static item => item is RequestCookie or IDictionary) is not { } items) return ValueConverter.ToCookies(value);
        var jar = new CookieJar();
        foreach (var item in items) jar.Update(ValueConverter.ToCookies(item)!);
        return jar;
    }

    /// <summary>Returns the items of a list when all of them are of an accepted kind, or null.</summary>
    private static object?[]? FindItems(object? value, Func<object?, bool> isItem) =>
        PSValue.Unwrap(value) is IList { Count: > 0 } list and not byte[]
            && list.Cast<object?>().Select(PSValue.Unwrap).ToArray() is var items
            && Array.TrueForAll(items, item => isItem(item))
                ? items
                : null;
}
