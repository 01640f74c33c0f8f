using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>
/// Reads JSON as PowerShell objects without an intermediate tree. Objects become PSObjects with their properties in order, arrays become
/// arrays, whole numbers keep all digits, and dates stay text.
/// </summary>
internal ref struct JsonObjectReader
{
    private const int MaximumDepth = 1024;

    // The limit of Python. The time to read a whole number grows with the square of the number of its digits.
    private const int MaximumDigits = 4300;

    private readonly bool _asHashtable;
    private readonly PropertyNameTable _names;
    private Utf8JsonReader _reader;

    private JsonObjectReader(ReadOnlySpan<byte> utf8, bool asHashtable, PropertyNameTable names)
    {
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaximumDepth });
        _asHashtable = asHashtable;
        _names = names;
    }

    /// <summary>Reads the value of a JSON text.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    /// <param name="asHashtable">True to return dictionaries, which accept any keys; false to return objects.</param>
    /// <param name="response">The response whose body is the text, or null (the default).</param>
    /// <exception cref="JsonDecodeException">The text is not JSON.</exception>
    /// <exception cref="JsonConversionException">
    /// An object has keys that differ only in case, or an empty key, or a number has too many digits.
    /// </exception>
    internal static object? Read(ReadOnlySpan<byte> utf8, bool asHashtable, Response? response = null) =>
        Read(utf8, asHashtable, new PropertyNameTable(), response);

    /// <summary>Reads the value of an item of a body that is read while it arrives.</summary>
    /// <param name="item">The item.</param>
    /// <param name="names">The names of the previous items, which are likely to occur again.</param>
    /// <param name="response">The response whose body contains the item.</param>
    /// <exception cref="JsonDecodeException">The text is not JSON.</exception>
    /// <exception cref="JsonConversionException">
    /// An object has keys that differ only in case, or an empty key, or a number has too many digits.
    /// </exception>
    internal static object? Read(JsonItem item, PropertyNameTable names, Response response)
    {
        try
        {
            return Read(item.Utf8.Span, asHashtable: false, names, response);
        }
        catch (JsonDecodeException error) when (item.Index is not null)
        {
            var message = string.Create(
                CultureInfo.InvariantCulture,
                $"Item {item.Index} of the array is not JSON: its line {error.LineNumber} column {error.Column} (char {error.Position}).");
            throw new JsonDecodeException(message, error.Doc, error.Position, error).About(response);
        }
    }

    private static object? Read(ReadOnlySpan<byte> utf8, bool asHashtable, PropertyNameTable names, Response? response)
    {
        var reader = new JsonObjectReader(utf8, asHashtable, names);
        try
        {
            reader._reader.Read();
            var value = reader.ReadValue(names.Root);
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

    private object? ReadValue(JsonMember member) => _reader.TokenType switch
    {
        JsonTokenType.StartObject => _asHashtable ? ReadMap() : ReadObject(member),
        JsonTokenType.StartArray => ReadArray(member),
        JsonTokenType.String => member.GetText(ref _reader),
        JsonTokenType.Number => ReadNumber(),
        JsonTokenType.True => Boxes.True,
        JsonTokenType.False => Boxes.False,
        _ => null,
    };

    [SuppressMessage(
        "Performance",
        "CA1859:Use concrete types when possible",
        Justification = "Dictionaries can be read without loading an assembly of PowerShell.")]
    private object ReadObject(JsonMember owner)
    {
        var result = PSObjectFactory.Create(owner.LastCount);
        var properties = result.Properties;
        var names = new PropertyNameSet();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var member = _names.Get(ref _reader);
            _reader.Read();
            if (member.Name.Length == 0)
            {
                throw new JsonConversionException(
                    "An object of the JSON has a property with an empty name, "
                    + "which objects of PowerShell cannot have: use Json($true) for dictionaries.");
            }

            var value = ReadValue(member);
            var known = names.Add(member.Name);
            if (known is null) member.AddTo(properties, value);
            else if (known == member.Name) properties[known].Value = value;
            else throw NamesDifferInCase(known, member.Name);
        }

        owner.LastCount = names.Count;
        return result;
    }

    private static JsonConversionException NamesDifferInCase(string first, string second) => new(
        $"An object of the JSON has the keys '{first}' and '{second}', which differ in case only: "
        + "use Json($true) for dictionaries, which hold both.");

    private OrderedDictionary ReadMap()
    {
        var result = new OrderedDictionary(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var member = _names.Get(ref _reader);
            _reader.Read();
            result[member.Name] = ReadValue(member);
        }

        return result;
    }

    private object?[] ReadArray(JsonMember member)
    {
        var items = new List<object?>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray) items.Add(ReadValue(member));
        return [.. items];
    }

    private readonly object ReadNumber()
    {
        if (_reader.TryGetInt64(out var whole)) return Boxes.Box(whole);
        var text = _reader.ValueSpan;
        if (text.ContainsAny(".eE"u8)) return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (text.Length > MaximumDigits)
        {
            throw new JsonConversionException(string.Create(
                CultureInfo.InvariantCulture,
                $"The JSON has a number of {text.Length} digits; {MaximumDigits} are allowed."));
        }

        return BigInteger.Parse(Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture);
    }

    /// <summary>Caches boxes for frequent values.</summary>
    private static class Boxes
    {
        internal static readonly object True = true;
        internal static readonly object False = false;

        private static readonly object[] CachedNumbers = [.. Enumerable.Range(-1, 258).Select(number => (object)(long)number)];

        internal static object Box(long value) => value is >= -1 and <= 256 ? CachedNumbers[(int)value + 1] : value;
    }
}
