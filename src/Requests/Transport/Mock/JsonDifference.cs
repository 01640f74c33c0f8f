using System.Text.Json;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Requests;

/// <summary>Finds the first place at which two JSON values differ. Pure.</summary>
internal static class JsonDifference
{
    /// <summary>Returns what differs, with its path, such as <c>$.items[1].id differs</c>; null where the values are equal.</summary>
    /// <param name="expected">The expected value.</param>
    /// <param name="actual">The value that is there.</param>
    /// <param name="path">The path of both. Default: the root.</param>
    internal static string? Find(JsonNode? expected, JsonNode? actual, string path = "$") => (expected, actual) switch
    {
        (JsonObject wanted, JsonObject present) => FindInObject(wanted, present, path),
        (JsonArray wanted, JsonArray present) => FindInArray(wanted, present, path),
        _ => JsonNode.DeepEquals(expected, actual) || IsSameNumber(expected, actual) ? null : $"{path} differs",
    };

    private static string? FindInObject(JsonObject expected, JsonObject actual, string path)
    {
        foreach (var (name, value) in expected)
        {
            var place = $"{path}.{name}";
            if (!actual.TryGetPropertyValue(name, out var present)) return $"{place} is missing";
            if (Find(value, present, place) is { } difference) return difference;
        }

        foreach (var (name, _) in actual)
        {
            if (!expected.ContainsKey(name)) return $"{path}.{name} is not expected";
        }

        return null;
    }

    private static string? FindInArray(JsonArray expected, JsonArray actual, string path)
    {
        for (var i = 0; i < Math.Min(expected.Count, actual.Count); i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (Find(expected[i], actual[i], place) is { } difference) return difference;
        }

        return expected.Count == actual.Count
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{path} has {actual.Count} items in place of {expected.Count}");
    }

    /// <summary>Returns whether two numbers are the same in other forms, such as 2 and 2.0; .NET 8 compares their texts.</summary>
    private static bool IsSameNumber(JsonNode? expected, JsonNode? actual) =>
        GetNumber(expected) is { } number && number == GetNumber(actual);

    private static decimal? GetNumber(JsonNode? node) =>
        node is JsonValue && node.GetValueKind() == JsonValueKind.Number
            && decimal.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
