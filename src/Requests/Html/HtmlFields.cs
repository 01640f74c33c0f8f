using System.Collections;
using System.Globalization;
using System.Net;
using System.Security;

namespace Requests;

/// <summary>
/// Represents the fields that a form sends, by name and in the order of the page: of the controls that are not disabled, of checkboxes and
/// radio buttons those that are checked. Setting a name sets its controls. Enumerating for display redacts secrets; the indexer returns the
/// real values.
/// </summary>
public sealed class HtmlFields : IDictionary, IReadOnlyCollection<KeyValuePair<string, object?>>
{
    private readonly IReadOnlyList<HtmlControl> _controls;
    private readonly List<HtmlEntry> _added;

    internal HtmlFields(IReadOnlyList<HtmlControl> controls, IEnumerable<HtmlEntry>? added = null)
    {
        _controls = controls;
        _added = [.. added ?? []];
    }

    /// <summary>Gets the names that are sent, each once.</summary>
    public ICollection Keys => GetNames().ToArray();

    /// <summary>Gets the values, each a text or, where a name is sent several times, an array of texts.</summary>
    public ICollection Values => GetNames().Select(name => this[name]).ToArray();

    /// <summary>Gets the number of names.</summary>
    public int Count => GetNames().Count();

    /// <inheritdoc/>
    public bool IsFixedSize => false;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public bool IsSynchronized => false;

    /// <inheritdoc/>
    public object SyncRoot => this;

    /// <summary>Gets the fields that the page does not have.</summary>
    internal IReadOnlyList<HtmlEntry> Added => _added;

    /// <summary>
    /// Gets or sets the value of a field: a text; an array of texts where the name is sent several times; null where it is not sent. True
    /// and false check and clear a checkbox. A select and a radio button take one of their values, or of a select the text of an option.
    /// </summary>
    /// <param name="name">The name, with its case.</param>
    /// <exception cref="InvalidParameterException">The form has no such field, or the field does not take the value.</exception>
    public object? this[string name]
    {
        get => GetValues(name) switch { [] => null, [var single] => single, var several => several };
        set => Set(name, value);
    }

    object? IDictionary.this[object key]
    {
        get => this[ToName(key)];
        set => this[ToName(key)] = value;
    }

    /// <summary>Returns the values that are sent under a name; of a file its name.</summary>
    /// <param name="name">The name, with its case.</param>
    public string[] GetValues(string name) =>
        [.. GetEntries(submitter: null).Where(entry => entry.Name == name).Select(static entry => entry.Value)];

    /// <summary>Adds a field that the page does not have, as a script of the page does.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">A text or a list of texts.</param>
    /// <exception cref="InvalidParameterException">The value cannot be written as text.</exception>
    public void Add(string name, object? value) => _added.AddRange(ToTexts(name, value).Select(text => new HtmlEntry(name, text)));

    /// <summary>Sets the files of a file field.</summary>
    /// <param name="name">The name, with its case.</param>
    /// <param name="files">The files.</param>
    /// <exception cref="InvalidParameterException">The form has no file field of this name.</exception>
    public void SetFiles(string name, params FilePart[] files)
    {
        var control = Find(name).FirstOrDefault(static control => control.Type == "file") ?? throw new InvalidParameterException(
            $"Files: The form has no file field '{name}'. {Describe(static control => control.Type == "file", "Its file fields are")}");
        control.SetFiles(files);
    }

    /// <summary>Omits a field.</summary>
    /// <param name="name">The name, with its case.</param>
    public void Remove(string name)
    {
        _added.RemoveAll(entry => entry.Name == name);
        foreach (var control in Find(name)) control.Omit();
    }

    /// <summary>Returns whether a name is sent.</summary>
    /// <param name="key">The name, with its case.</param>
    public bool Contains(object key) => key is string name && GetNames().Contains(name, StringComparer.Ordinal);

    void IDictionary.Add(object key, object? value) => Add(ToName(key), value);

    void IDictionary.Remove(object key) => Remove(ToName(key));

    /// <summary>Omits all fields.</summary>
    public void Clear()
    {
        foreach (var name in GetNames().ToArray()) Remove(name);
    }

    /// <summary>Copies the fields, with secrets redacted, as entries.</summary>
    /// <param name="array">The array.</param>
    /// <param name="index">The index of the first entry.</param>
    public void CopyTo(Array array, int index)
    {
        foreach (DictionaryEntry entry in this) array.SetValue(entry, index++);
    }

    /// <summary>Returns an enumerator whose entries, which are for display, have secrets redacted.</summary>
    public IDictionaryEnumerator GetEnumerator() => new Enumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator() =>
        GetNames().Select(name => KeyValuePair.Create(name, this[name])).GetEnumerator();

    /// <summary>Returns the names and values that are sent, in order.</summary>
    /// <param name="submitter">The button that the form is sent with, or null.</param>
    internal IEnumerable<HtmlEntry> GetEntries(HtmlControl? submitter) =>
        _controls.SelectMany(control => control.GetEntries(submitter)).Concat(_added);

    /// <summary>Returns whether a field holds a secret: the page has a password field of this name, or the name says so.</summary>
    /// <param name="name">The name.</param>
    internal bool IsSecret(string name) =>
        SensitiveNames.IsSecretParameter(name) || Find(name).Any(static control => control.Type == "password");

    private void Set(string name, object? value)
    {
        if (value is null)
        {
            Remove(name);
            return;
        }

        var controls = Find(name).ToArray();
        var added = _added.Exists(entry => entry.Name == name);
        if (controls.Length == 0 && !added)
        {
            throw new InvalidParameterException(
                $"The form has no field '{name}'. {Describe(static control => !control.IsButton, "Its fields are")} "
                + "To send a field that the page does not have, use the Add method of Fields.");
        }

        _added.RemoveAll(entry => entry.Name == name);
        if (controls.Length == 0) Add(name, value);
        else if (value is bool isChecked) HtmlFieldRules.Check(name, controls, isChecked);
        else _added.AddRange(HtmlFieldRules.Set(name, controls, ToTexts(name, value)));
    }

    private IEnumerable<HtmlControl> Find(string name) =>
        _controls.Where(control => !control.IsButton && control.Name.Length > 0 && control.Name == name);

    private string Describe(Func<HtmlControl, bool> includes, string introduction)
    {
        var names = _controls.Where(control => includes(control) && control.Name.Length > 0)
            .Select(static control => $"'{control.Name}'").Distinct(StringComparer.Ordinal).ToArray();
        return names.Length == 0 ? "It has none." : $"{introduction} {string.Join(", ", names)}.";
    }

    private IEnumerable<string> GetNames() =>
        GetEntries(submitter: null).Select(static entry => entry.Name).Distinct(StringComparer.Ordinal);

    private static string ToName(object key) => key as string
        ?? throw new InvalidParameterException($"The name of a field must be text, not {key.GetType().Name}.");

    private static string[] ToTexts(string name, object? value) => value switch
    {
        null => [],
        string text => [text],
        SecureString secret => [new NetworkCredential("", secret).Password],
        bool flag => [flag ? "true" : "false"],
        DateTime date => [date.ToString("o", CultureInfo.InvariantCulture)],
        DateTimeOffset date => [date.ToString("o", CultureInfo.InvariantCulture)],
        Uri url => [url.OriginalString],
        IFormattable number => [number.ToString(null, CultureInfo.InvariantCulture)],
        IEnumerable list and not (byte[] or IDictionary) => [.. list.Cast<object?>().SelectMany(item => ToTexts(name, item))],
        _ => throw new InvalidParameterException(
            $"The value of the field '{name}' cannot be {value.GetType().Name}: give a text, a number, true or false, or a list of texts."),
    };

    /// <summary>
    /// Enumerates the fields. <see cref="Entry"/> is redacted; <see cref="Value"/>, which copying uses, is the real value.
    /// </summary>
    private sealed class Enumerator(HtmlFields fields) : IDictionaryEnumerator
    {
        private readonly string[] _names = [.. fields.GetNames()];
        private int _index = -1;

        public object Key => _names[_index];

        public object? Value => fields[_names[_index]];

        public DictionaryEntry Entry => new(Key, fields.IsSecret(_names[_index]) ? SensitiveNames.Redacted : Value);

        public object Current => Entry;

        public bool MoveNext() => ++_index < _names.Length;

        public void Reset() => _index = -1;
    }
}
