using System.Management.Automation;
using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>
/// Represents a property name of JSON objects and the last value that had it. The next value is likely to be alike, so that texts are
/// shared and objects get the right capacity.
/// </summary>
/// <param name="name">The name; empty for the value of a whole text.</param>
internal sealed class JsonMember(string name)
{
    // Longer texts are seldom the same.
    private const int MaximumSharedLength = 64;

    private PSNoteProperty? _property;
    private string _lastText = "";

    /// <summary>Gets the name.</summary>
    internal string Name { get; } = name;

    /// <summary>Gets or sets the number of properties of the last object that was a value, or the item of one. The default is 8.</summary>
    internal int LastCount { get; set; } = 8;

    /// <summary>Adds a property with this name to an object.</summary>
    /// <param name="properties">The properties of the object, which do not have the name yet.</param>
    /// <param name="value">The value.</param>
    /// <remarks>PowerShell adds a copy of the property, so that one property serves all objects.</remarks>
    internal void AddTo(PSMemberInfoCollection<PSPropertyInfo> properties, object? value)
    {
        _property ??= new PSNoteProperty(Name, value: null);
        _property.Value = value;
        properties.Add(_property, preValidated: true);
    }

    /// <summary>Gets the text at the position of the reader.</summary>
    /// <param name="reader">A reader whose current token is a string.</param>
    internal string GetText(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.ValueSpan.Length > MaximumSharedLength) return JsonText.Get(ref reader);
        return reader.ValueTextEquals(_lastText) ? _lastText : _lastText = JsonText.Get(ref reader);
    }
}
