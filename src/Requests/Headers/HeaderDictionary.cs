using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Requests;

/// <summary>
/// Represents the header fields of a request or a response. Names compare without case and keep the spelling that was written last; the
/// order is that in which names were first written; a missing name reads as null. A null value is kept: on a session or a call it means "do
/// not send this header".
/// </summary>
/// <remarks>
/// requests: <c>CaseInsensitiveDict</c>. Several values of one name read as one value, joined by <c>", "</c> (RFC 9110 section 5.3).
/// </remarks>
public sealed partial class HeaderDictionary : IDictionary<string, string?>
{
    private readonly List<Field> _fields;

    /// <summary>Creates an empty collection.</summary>
    public HeaderDictionary() => _fields = [];

    /// <summary>Creates a collection from pairs. A later pair replaces an earlier one of the same name.</summary>
    /// <param name="pairs">Names and values, in order.</param>
    public HeaderDictionary(IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        _fields = [];
        Update(pairs);
    }

    /// <summary>Creates an empty collection with room for some fields.</summary>
    /// <param name="capacity">The number of fields.</param>
    internal HeaderDictionary(int capacity) => _fields = new List<Field>(capacity);

    private HeaderDictionary(List<Field> fields, string[]? secretNames)
    {
        _fields = fields;
        _secretNames = secretNames;
    }

    /// <summary>Gets the number of names.</summary>
    public int Count => _fields.Count;

    /// <summary>Gets the names, in order, in the spelling that was written last.</summary>
    public ICollection<string> Keys => _fields.ConvertAll(item => item.Name);

    /// <summary>Gets the values, in order. Several values of one name are joined.</summary>
    public ICollection<string?> Values => _fields.ConvertAll(item => item.Joined);

    bool ICollection<KeyValuePair<string, string?>>.IsReadOnly => false;

    /// <summary>
    /// Gets or sets the value of a header. Several values are joined by <c>", "</c>; a missing name reads as null. Setting replaces all
    /// values and keeps the position.
    /// </summary>
    /// <param name="key">The name, in any case.</param>
    public string? this[string key]
    {
        get => IndexOf(key) is >= 0 and var index ? _fields[index].Joined : null;
        set => Set(key, value);
    }

    /// <summary>Gets the values of a header one by one, in the order in which they arrived; empty when the name is missing.</summary>
    /// <param name="name">The name, in any case.</param>
    public IReadOnlyList<string> GetValues(string name) => IndexOf(name) is >= 0 and var index ? _fields[index].All : [];

    /// <summary>Adds a value to a header and keeps the values that it has.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Append(string name, string value)
    {
        var index = IndexOf(name);
        if (index < 0) _fields.Add(new Field(name, value));
        else _fields[index] = _fields[index].With(name, value);
    }

    /// <summary>Sets several values of a header and replaces the values that it has.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The values, in order.</param>
    public void SetValues(string name, IEnumerable<string> values)
    {
        var all = values.ToArray();
        Set(name, all.Length switch { 0 => null, 1 => all[0], _ => all });
    }

    /// <summary>Writes all pairs of another collection into this collection (requests: <c>update</c>).</summary>
    /// <param name="pairs">Names and values, in order.</param>
    public void Update(IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        if (pairs is not HeaderDictionary other)
        {
            foreach (var (name, value) in pairs) Set(name, value);
            return;
        }

        foreach (var field in other._fields.ToArray()) Set(field.Name, field.CopyValue());
        foreach (var name in other.SecretNames) MarkSecret(name);
    }

    /// <summary>
    /// Adds a pair unless the name exists (requests: <c>setdefault</c>), and returns the value that the name has afterwards.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value to add when the name is missing.</param>
    public string? SetDefault(string name, string? value)
    {
        if (IndexOf(name) is >= 0 and var index) return _fields[index].Joined;
        _fields.Add(new Field(name, value));
        return value;
    }

    /// <summary>Gets the value of a header, or a default when the name is missing (requests: <c>get</c>).</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="defaultValue">The value to return when the name is missing. Default: null.</param>
    public string? Get(string name, string? defaultValue = null) =>
        IndexOf(name) is >= 0 and var index ? _fields[index].Joined : defaultValue;

    /// <summary>Returns the pairs with their names in lower case (requests: <c>lower_items</c>).</summary>
    [SuppressMessage("Globalization", "CA1308:Normalize strings to uppercase", Justification = "Header names are shown in lower case.")]
    public IEnumerable<KeyValuePair<string, string?>> LowerItems() =>
        _fields.Select(field => KeyValuePair.Create(field.Name.ToLowerInvariant(), field.Joined));

    /// <summary>Returns a copy that shares nothing with this collection.</summary>
    public HeaderDictionary Copy() => new(_fields.ConvertAll(static field => field.Copy()), _secretNames);

    /// <summary>Returns a copy without the names whose value is null.</summary>
    internal HeaderDictionary WithoutNulls()
    {
        var kept = new List<Field>(_fields.Count);
        foreach (var field in _fields)
        {
            if (field.Value is not null) kept.Add(field.Copy());
        }

        return new HeaderDictionary(kept, _secretNames);
    }

    /// <inheritdoc/>
    public void Add(string key, string? value)
    {
        if (ContainsKey(key))
        {
            throw new ArgumentException(
                $"The header '{key}' already exists; use the indexer to replace it or Append to add a value.",
                nameof(key));
        }

        _fields.Add(new Field(key, value));
    }

    /// <inheritdoc/>
    public bool Remove(string key)
    {
        if (IndexOf(key) is not (>= 0 and var index)) return false;
        _fields.RemoveAt(index);
        return true;
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, out string? value)
    {
        var index = IndexOf(key);
        value = index < 0 ? null : _fields[index].Joined;
        return index >= 0;
    }

    /// <inheritdoc/>
    public void Clear() => _fields.Clear();

    /// <summary>
    /// Returns whether the other dictionary has the same names, compared without case, and the same values (requests: <c>__eq__</c>).
    /// </summary>
    /// <param name="obj">Another header collection or any dictionary.</param>
    public override bool Equals(object? obj) => obj switch
    {
        HeaderDictionary other => Count == other.Count && _fields.TrueForAll(other.Has),
        IDictionary map => Equals(new HeaderDictionary(GetPairs(map))),
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _fields.Aggregate(Count, (hash, field) => hash ^ StringComparer.OrdinalIgnoreCase.GetHashCode(field.Name));

    /// <summary>Returns the names only, because values may be secret.</summary>
    public override string ToString() => $"{{{string.Join(", ", Keys)}}}";

    /// <summary>Gets the fields without the cost of an enumerator.</summary>
    internal ReadOnlySpan<Field> Fields => CollectionsMarshal.AsSpan(_fields);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator()
    {
        foreach (var field in _fields) yield return KeyValuePair.Create(field.Name, field.Joined);
    }

    void ICollection<KeyValuePair<string, string?>>.Add(KeyValuePair<string, string?> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, string?>>.Contains(KeyValuePair<string, string?> item) =>
        TryGetValue(item.Key, out var value) && value == item.Value;

    void ICollection<KeyValuePair<string, string?>>.CopyTo(KeyValuePair<string, string?>[] array, int arrayIndex)
    {
        foreach (var pair in this) array[arrayIndex++] = pair;
    }

    bool ICollection<KeyValuePair<string, string?>>.Remove(KeyValuePair<string, string?> item) => Remove(item.Key);

    private static IEnumerable<KeyValuePair<string, string?>> GetPairs(IDictionary map) =>
        map.Cast<DictionaryEntry>().Select(pair => KeyValuePair.Create($"{pair.Key}", pair.Value?.ToString()));

    private bool Has(Field field) => IndexOf(field.Name) is >= 0 and var index && _fields[index].Joined == field.Joined;

    private int IndexOf(string name)
    {
        for (var i = 0; i < _fields.Count; i++)
        {
            if (string.Equals(_fields[i].Name, name, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }

    private void Set(string name, object? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        var index = IndexOf(name);
        if (index < 0) _fields.Add(new Field(name, value));
        else _fields[index] = new Field(name, value);
    }

    /// <summary>Represents a name with no value, one value or several. One value, the common case, allocates no array.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Value">
    /// A string, an array of strings, or null. More than eight values are a list that belongs to this collection alone, so that adding a
    /// value does not copy them.
    /// </param>
    internal readonly record struct Field(string Name, object? Value)
    {
        // Below this count copying the values costs less than a list.
        private const int ListThreshold = 8;

        public string? Joined => Value switch
        {
            string[] several => string.Join(", ", several),
            List<string> many => string.Join(", ", many),
            _ => (string?)Value,
        };

        public IReadOnlyList<string> All => Value switch
        {
            string[] several => several,
            string single => new[] { single },
            List<string> many => many.ToArray(),
            _ => [],
        };

        /// <summary>Returns the value for use in another collection.</summary>
        internal object? CopyValue() => Value is List<string> many ? many.ToArray() : Value;

        /// <summary>Returns the field for use in another collection.</summary>
        internal Field Copy() => Value is List<string> many ? new Field(Name, many.ToArray()) : this;

        /// <summary>Returns the field with one more value.</summary>
        /// <param name="name">The name in its new spelling.</param>
        /// <param name="value">The value.</param>
        public Field With(string name, string value)
        {
            switch (Value)
            {
                case null:
                    return new Field(name, value);
                case List<string> many:
                    many.Add(value);
                    return new Field(name, many);
                case string[] { Length: >= ListThreshold } several:
                    return new Field(name, new List<string>(several) { value });
                default:
                    return new Field(name, new List<string>(All) { value }.ToArray());
            }
        }
    }
}
