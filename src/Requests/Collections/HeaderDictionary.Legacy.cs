using System.Collections;

namespace Requests;

/// <content>The untyped dictionary face: it is what PowerShell indexes, enumerates and shows.</content>
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
        set => this[Name(key)] = Text(value);
    }

    void IDictionary.Add(object key, object? value) => Add(Name(key), Text(value));

    bool IDictionary.Contains(object key) => key is string name && ContainsKey(name);

    void IDictionary.Remove(object key) => Remove(Name(key));

    void ICollection.CopyTo(Array array, int index)
    {
        foreach (var (name, value) in this) array.SetValue(new DictionaryEntry(name, value), index++);
    }

    IDictionaryEnumerator IDictionary.GetEnumerator() => new EntryEnumerator(GetEnumerator());

    private static string Name(object key) =>
        key as string ?? throw new InvalidHeaderException($"A header name must be text, not {key.GetType().Name}.");

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        IFormattable number and not IEnumerable => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new InvalidHeaderException($"A header value must be text or a number, not {value.GetType().Name}."),
    };

    private sealed class EntryEnumerator(IEnumerator<KeyValuePair<string, string?>> pairs) : IDictionaryEnumerator
    {
        public DictionaryEntry Entry => new(pairs.Current.Key, pairs.Current.Value);

        public object Key => pairs.Current.Key;

        public object? Value => pairs.Current.Value;

        public object Current => Entry;

        public bool MoveNext() => pairs.MoveNext();

        public void Reset() => throw new NotSupportedException();
    }
}
