using System.Collections;

namespace Requests;

/// <summary>The entries of a dictionary that may hold secrets. What copies a dictionary reads key and value; what prints one walks over its entries, and gets them masked.</summary>
/// <param name="pairs">The pairs.</param>
/// <param name="mask">What may be shown of the value of a key.</param>
internal sealed class RedactedEnumerator(IEnumerator<KeyValuePair<string, string?>> pairs, Func<string, string?, string?> mask) : IDictionaryEnumerator
{
    public DictionaryEntry Entry => new(pairs.Current.Key, mask(pairs.Current.Key, pairs.Current.Value));

    public object Key => pairs.Current.Key;

    public object? Value => pairs.Current.Value;

    public object Current => Entry;

    public bool MoveNext() => pairs.MoveNext();

    public void Reset() => throw new NotSupportedException();
}
