using System.Collections;

namespace Requests;

/// <content>The non-generic dictionary interface, which PowerShell uses to index, enumerate and show the headers.</content>
public sealed partial class HeaderDictionary : IDictionary
{
    ICollection IDictionary.Keys => (ICollection)Keys;

    ICollection IDictionary.Values => (ICollection)Values;

    bool IDictionary.IsFixedSize => false;

    bool IDictionary.IsReadOnly => false;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => this;

    object? IDictionary.this[object key]
    {
        get => this[Name(key)];
        set => SetUntyped(Name(key), value);
    }

    void IDictionary.Add(object key, object? value)
    {
        if (ContainsKey(Name(key)))
        {
            throw new ArgumentException($"The header '{key}' already exists; use the indexer to replace it.", nameof(key));
        }

        SetUntyped(Name(key), value);
    }

    bool IDictionary.Contains(object key) => key is string name && ContainsKey(name);

    void IDictionary.Remove(object key) => Remove(Name(key));

    void ICollection.CopyTo(Array array, int index)
    {
        foreach (var (name, value) in this) array.SetValue(new DictionaryEntry(name, value), index++);
    }

    IEnumerator IEnumerable.GetEnumerator() =>
        this.Select(pair => new HeaderField(pair.Key, pair.Value) { IsSecret = IsMarked(pair.Key) }).GetEnumerator();

    IDictionaryEnumerator IDictionary.GetEnumerator() => new RedactedEnumerator(GetEnumerator(), Redact);

    private static string Name(object key) =>
        key as string ?? throw new InvalidHeaderException($"A header name must be text, not {key.GetType().Name}.");

    private static string Text(string name, object? value) => value switch
    {
        string text => text,
        byte[] latin1 => System.Text.Encoding.Latin1.GetString(latin1),
        DateTime date => HttpDate.Format(new DateTimeOffset(date.ToUniversalTime())),
        DateTimeOffset date => HttpDate.Format(date),
        bool flag => flag ? "true" : "false",
        Uri url => url.OriginalString,
        IFormattable number and not IEnumerable => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ =>
            throw new InvalidHeaderException(
                $"The value of the header '{name}' must be text or a number, or a list of them, not {value?.GetType().Name ?? "null"}."),
    };

    /// <summary>Sets a header to an untyped value.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">A string, bytes, a number, a date, a Boolean, a URL, a list of them, or null for "do not send".</param>
    /// <exception cref="InvalidHeaderException">The value has another type.</exception>
    internal void SetUntyped(string name, object? value)
    {
        if (value is IEnumerable list and not (string or byte[] or IDictionary))
        {
            SetValues(name, list.Cast<object?>().Select(item => Text(name, item)));
        }
        else
        {
            this[name] = value is null ? null : Text(name, value);
        }
    }
}
