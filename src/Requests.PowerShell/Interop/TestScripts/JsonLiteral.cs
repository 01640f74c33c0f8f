using System.Globalization;
using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>Converts JSON to values of a script that are written as the same JSON.</summary>
internal static class JsonLiteral
{
    // Characters. A longer text is not easier to read as a map.
    private const int LongestText = 4000;
    private const int MaximumDepth = 10;

    /// <summary>Converts JSON; returns false where a script cannot represent it, such as keys that differ in case only.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="value">The value: a map or an array.</param>
    internal static bool TryCreate(string json, out object? value)
    {
        value = null;
        if (json.Length > LongestText) return false;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                && TryCreate(document.RootElement, out value);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryCreate(JsonElement element, out object? value)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object: return TryCreateMap(element, out value);
            case JsonValueKind.Array: return TryCreateList(element, out value);
            case JsonValueKind.String: return IsWellFormed((string)(value = JsonText.Get(element)));
            case JsonValueKind.Number: return TryCreateNumber(element.GetRawText(), out value);
            case JsonValueKind.True: value = true; return true;
            case JsonValueKind.False: value = false; return true;
            default: value = null; return true;
        }
    }

    private static bool TryCreateMap(JsonElement element, out object? value)
    {
        var entries = new List<KeyValuePair<string, object?>>();
        var names = new HashSet<string>(StringComparer.InvariantCultureIgnoreCase);
        value = new ScriptMap(entries);
        foreach (var property in element.EnumerateObject())
        {
            var name = JsonText.GetName(property);
            if (name.Length == 0 || !IsWellFormed(name) || !names.Add(name) || !TryCreate(property.Value, out var item)) return false;
            entries.Add(KeyValuePair.Create(name, item));
        }

        return true;
    }

    private static bool TryCreateList(JsonElement element, out object? value)
    {
        var items = new List<object?>();
        value = null;
        foreach (var child in element.EnumerateArray())
        {
            if (!TryCreate(child, out var item)) return false;
            items.Add(item);
        }

        value = items.ToArray();
        return true;
    }

    /// <summary>Converts a number whose text stays the same when a script reads it and writes it.</summary>
    private static bool TryCreateNumber(string text, out object? value)
    {
        value = new ScriptExpression(text);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole.ToString(CultureInfo.InvariantCulture) == text;
        }

        return text.Contains('.', StringComparison.Ordinal)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number.ToString("R", CultureInfo.InvariantCulture) == text;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i])) return false;
        }

        return true;
    }
}
