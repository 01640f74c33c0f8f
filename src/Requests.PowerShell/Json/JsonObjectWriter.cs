using System.Collections;
using System.Data;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Numerics;
using System.Reflection;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace Requests.PowerShell;

/// <summary>
/// Writes any graph of PowerShell objects as JSON. A graph that is cyclic or too deep is an error that names the path; the output is
/// never truncated.
/// </summary>
internal sealed class JsonObjectWriter : IDisposable
{
    private const int MaximumDepth = 100;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaximumDepth + 1,
    };

    private readonly MemoryStream _bytes = new();
    private readonly Utf8JsonWriter _json;
    private readonly Stack<string> _path = new(["$"]);
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);

    private JsonObjectWriter() => _json = new Utf8JsonWriter(_bytes, Options);

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _bytes.Dispose();
    }

    /// <summary>Writes a value as JSON in UTF-8.</summary>
    /// <param name="value">Any value.</param>
    /// <exception cref="InvalidJsonException">The value contains NaN, an infinity, a secret, a cycle, or more than 100 levels.</exception>
    internal static byte[] Write(object? value)
    {
        using var writer = new JsonObjectWriter();
        writer.WriteValue(value);
        writer._json.Flush();
        return writer._bytes.ToArray();
    }

    private void WriteValue(object? value)
    {
        var plain = PSValue.Unwrap(value);
        if (!WriteScalar(plain)) WriteNested(plain!);
    }

    private bool WriteScalar(object? value)
    {
        switch (value)
        {
            case null or DBNull: _json.WriteNullValue(); break;
            case PSObject { BaseObject: PSCustomObject }: return false;
            case string text: _json.WriteStringValue(text); break;
            case bool flag: _json.WriteBooleanValue(flag); break;
            case SwitchParameter flag: _json.WriteBooleanValue(flag.IsPresent); break;
            case JsonNode node: node.WriteTo(_json); break;
            case JsonElement element: element.WriteTo(_json); break;
            case JsonDocument document: document.WriteTo(_json); break;
            case Uri url: _json.WriteStringValue(url.OriginalString); break;
            case TimeSpan span: _json.WriteStringValue(span.ToString("c", CultureInfo.InvariantCulture)); break;
            case DateOnly date: _json.WriteStringValue(date.ToString("o", CultureInfo.InvariantCulture)); break;
            case TimeOnly time: _json.WriteStringValue(time.ToString("o", CultureInfo.InvariantCulture)); break;
            case XmlNode xml: _json.WriteStringValue(xml.OuterXml); break;
            case XObject or IPAddress or IPEndPoint or StringBuilder: _json.WriteStringValue(value.ToString()); break;
            case DateTime or DateTimeOffset or Guid or char or Version: _json.WriteStringValue(PSValue.ToText(value, "a value")); break;
            default:
                ThrowIfNotData(value);
                return WriteNumber(value);
        }

        return true;
    }

    private bool WriteNumber(object value)
    {
        switch (value)
        {
            case Enum member: _json.WriteRawValue(Enum.Format(member.GetType(), member, "D")); break;
            case int or short or sbyte or byte or ushort:
                _json.WriteNumberValue(((IConvertible)value).ToInt32(CultureInfo.InvariantCulture));
                break;
            case long number: _json.WriteNumberValue(number); break;
            case uint number: _json.WriteNumberValue(number); break;
            case ulong number: _json.WriteNumberValue(number); break;
            case decimal number: _json.WriteNumberValue(number); break;
            case double number: _json.WriteNumberValue(double.IsFinite(number) ? number : throw Invalid($"{number} has no JSON")); break;
            case float number: _json.WriteNumberValue(float.IsFinite(number) ? number : throw Invalid($"{number} has no JSON")); break;
            case BigInteger or Int128 or UInt128 or nint or nuint:
                _json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case Half number: _json.WriteNumberValue(Half.IsFinite(number) ? (float)number : throw Invalid($"{number} has no JSON")); break;
            default: return false;
        }

        return true;
    }

    private void ThrowIfNotData(object value)
    {
        if (value is SecureString or PSCredential or AsymmetricAlgorithm)
        {
            throw Invalid("it is a secret; take out what is meant to be sent");
        }

        if (value is FileSystemInfo)
        {
            throw Invalid($"{value.GetType().Name} is a file or folder; send its FullName, or its content with -Files or -InFile");
        }

        if (value is Stream or TextReader)
        {
            throw Invalid($"{value.GetType().Name} is read while it is sent; give it to -Data, or read its text first");
        }

        if (value is Delegate or Type or MemberInfo || ScriptBlocks.IsScriptBlock(value))
        {
            throw Invalid($"{value.GetType().Name} is code, not data");
        }
    }

    private void WriteNested(object value)
    {
        if (_path.Count > MaximumDepth) throw Invalid($"it lies deeper than {MaximumDepth} levels");
        if (!_open.Add(value)) throw Invalid("it holds itself, which would never end");
        switch (value)
        {
            case IDictionary map: WriteMap(map); break;
            case DataTable table: WriteArray(table.Rows); break;
            case DataRow row: WriteRow(row); break;
            case DataRowView view: WriteRow(view.Row); break;
            case IEnumerable list: WriteArray(list); break;
            default: WriteProperties(value); break;
        }

        _open.Remove(value);
    }

    private void WriteMap(IDictionary map)
    {
        _json.WriteStartObject();
        for (var entry = map.GetEnumerator(); entry.MoveNext();) WriteMember(PSValue.ToText(entry.Key, "a key")!, entry.Value);
        _json.WriteEndObject();
    }

    private void WriteRow(DataRow row)
    {
        _json.WriteStartObject();
        foreach (DataColumn column in row.Table.Columns) WriteMember(column.ColumnName, row[column]);
        _json.WriteEndObject();
    }

    private void WriteArray(IEnumerable list)
    {
        _json.WriteStartArray();
        var index = 0;
        foreach (var item in list)
        {
            _path.Push($"[{index++}]");
            WriteValue(item);
            _path.Pop();
        }

        _json.WriteEndArray();
    }

    private void WriteProperties(object value)
    {
        _json.WriteStartObject();
        var isEmpty = true;
        foreach (var property in PSObject.AsPSObject(value).Properties)
        {
            if (!property.IsGettable) continue;
            isEmpty = false;
            WriteMember(property.Name, Read(property));
        }

        // An instance of a script's class or an object without properties may be empty. An instance of a .NET type without properties has
        // a value, which {} would lose.
        if (isEmpty && value is not PSObject && !value.GetType().Assembly.IsDynamic && value.GetType() != typeof(object))
        {
            throw Invalid($"{value.GetType().Name} has no properties; send its text, such as $value.ToString(), or a map");
        }

        _json.WriteEndObject();
    }

    private void WriteMember(string name, object? value)
    {
        _path.Push($".{name}");
        _json.WritePropertyName(name);
        WriteValue(value);
        _path.Pop();
    }

    private object? Read(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException error)
        {
            throw Invalid($"its property '{property.Name}' cannot be read: {error.Message}");
        }
    }

    private InvalidJsonException Invalid(string reason) =>
        new($"The value at {string.Concat(_path.Reverse())} cannot be written as JSON: {reason}.");
}
