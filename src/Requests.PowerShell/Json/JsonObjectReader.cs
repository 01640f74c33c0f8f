using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>
/// JSON into PowerShell's objects, without a tree between: objects become property bags in their order, arrays arrays, whole numbers
/// keep all digits, dates stay text.
/// </summary>
internal ref struct JsonObjectReader
{
    private const int Deepest = 1024;

    // What Python reads at most. The time to read a whole number grows with the square of its digits.
    private const int MostDigits = 4300;

    private readonly bool _asHashtable;
    private readonly PropertyNameTable _names;
    private Utf8JsonReader _reader;
    private int _width = 8; // of the object read last: the objects of an array are alike

    private JsonObjectReader(ReadOnlySpan<byte> utf8, bool asHashtable, PropertyNameTable names)
    {
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Deepest });
        _asHashtable = asHashtable;
        _names = names;
    }

    /// <summary>The value of a JSON text.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    /// <param name="asHashtable">True for dictionaries, which hold any keys; false for objects.</param>
    /// <param name="response">The response that the text is the body of, or null.</param>
    /// <exception cref="JsonDecodeException">It is not JSON.</exception>
    /// <exception cref="JsonConversionException">An object has keys that differ in case only, or an empty one.</exception>
    internal static object? Read(ReadOnlySpan<byte> utf8, bool asHashtable, Response? response = null) => Read(utf8, asHashtable, new PropertyNameTable(), response);

    /// <summary>The value of an item of a text that is read as it arrives.</summary>
    /// <param name="item">The item.</param>
    /// <param name="names">The names of the items before, which it most likely shares.</param>
    /// <param name="response">The response that the item is from.</param>
    /// <exception cref="JsonDecodeException">It is not JSON.</exception>
    /// <exception cref="JsonConversionException">An object has keys that differ in case only, or an empty one.</exception>
    internal static object? Read(JsonItem item, PropertyNameTable names, Response response)
    {
        try
        {
            return Read(item.Utf8.Span, asHashtable: false, names, response);
        }
        catch (JsonDecodeException error) when (item.Index is not null)
        {
            throw new JsonDecodeException(string.Create(CultureInfo.InvariantCulture, $"Item {item.Index} of the array is not JSON: its line {error.LineNumber} column {error.Column} (char {error.Position})."), error.Doc, error.Position, error).About(response);
        }
    }

    private static object? Read(ReadOnlySpan<byte> utf8, bool asHashtable, PropertyNameTable names, Response? response)
    {
        var reader = new JsonObjectReader(utf8, asHashtable, names);
        try
        {
            reader._reader.Read();
            var value = reader.ReadValue();
            reader._reader.Read();
            return value;
        }
        catch (JsonException error)
        {
            throw JsonDecodeException.From(utf8, error, response);
        }
        catch (DecoderFallbackException error)
        {
            throw JsonDecodeException.At(utf8, (int)reader._reader.TokenStartIndex, error, response);
        }
        catch (JsonConversionException error) when (response is not null)
        {
            throw error.About(response);
        }
    }

    private object? ReadValue() => _reader.TokenType switch
    {
        JsonTokenType.StartObject => _asHashtable ? ReadMap() : ReadObject(),
        JsonTokenType.StartArray => ReadArray(),
        JsonTokenType.String => JsonText.Get(ref _reader),
        JsonTokenType.Number => ReadNumber(),
        JsonTokenType.True => Boxes.True,
        JsonTokenType.False => Boxes.False,
        _ => null,
    };

    [SuppressMessage("Performance", "CA1859:Use concrete types when possible", Justification = "Dictionaries are read without an assembly of PowerShell at hand.")]
    private object ReadObject()
    {
        var result = PSObjectFactory.Create(_width);
        var properties = result.Properties;
        var names = new PropertyNameSet();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var name = _names.Get(ref _reader);
            _reader.Read();
            if (name.Length == 0) throw new JsonConversionException("An object of the JSON has a property with an empty name, which objects of PowerShell cannot have: use Json($true) for dictionaries.");
            var value = ReadValue();
            var known = names.Add(name);
            if (known is null) properties.Add(new PSNoteProperty(name, value), preValidated: true);
            else if (known == name) properties[name].Value = value;
            else throw new JsonConversionException($"An object of the JSON has the keys '{known}' and '{name}', which differ in case only: use Json($true) for dictionaries, which hold both.");
        }

        _width = names.Count;
        return result;
    }

    private OrderedDictionary ReadMap()
    {
        var result = new OrderedDictionary(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var name = _names.Get(ref _reader);
            _reader.Read();
            result[name] = ReadValue();
        }

        return result;
    }

    private object?[] ReadArray()
    {
        var items = new List<object?>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray) items.Add(ReadValue());
        return [.. items];
    }

    private readonly object ReadNumber()
    {
        if (_reader.TryGetInt64(out var whole)) return Boxes.Box(whole);
        var text = Encoding.ASCII.GetString(_reader.ValueSpan);
        if (text.AsSpan().ContainsAny(".eE")) return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (text.Length > MostDigits) throw new JsonConversionException(string.Create(CultureInfo.InvariantCulture, $"The JSON has a number of {text.Length} digits; {MostDigits} are allowed."));
        return BigInteger.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>Boxes for the values that come up again and again.</summary>
    private static class Boxes
    {
        internal static readonly object True = true;
        internal static readonly object False = false;

        private static readonly object[] Small = [.. Enumerable.Range(-1, 258).Select(one => (object)(long)one)];

        internal static object Box(long value) => value is >= -1 and <= 256 ? Small[(int)value + 1] : value;
    }
}
