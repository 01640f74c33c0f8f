using System.Collections;

namespace Requests;

/// <summary>
/// Enumerates a dictionary that may hold secrets. <see cref="Entry"/>, which printing uses, has a redacted value; <see cref="Value"/>,
/// which copying uses, has the real one.
/// </summary>
/// <param name="pairs">The pairs.</param>
/// <param name="redact">Redacts the value of a key.</param>
internal sealed class RedactedEnumerator(
    IEnumerator<KeyValuePair<string, string?>> pairs,
    Func<string, string?, string?> redact) : IDictionaryEnumerator
{
    public DictionaryEntry Entry => new(pairs.Current.Key, redact(pairs.Current.Key, pairs.Current.Value));

    public object Key => pairs.Current.Key;

    public object? Value => pairs.Current.Value;

    public object Current => Entry;

    public bool MoveNext() => pairs.MoveNext();

    public void Reset() => throw new NotSupportedException();
}
