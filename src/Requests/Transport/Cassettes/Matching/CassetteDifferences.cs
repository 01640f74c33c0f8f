using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Requests;

/// <summary>Describes why no entry matches a request: the nearest entry and how it differs. Values are redacted already. Pure.</summary>
/// <param name="keys">Creates the text of bodies.</param>
internal sealed class CassetteDifferences(CassetteKeyFactory keys)
{
    private const int LongestShown = 80;

    // How much an equal part tells, in the order of the parts: an entry of another path is further away than one of another query.
    private static readonly int[] Weights = [4, 1, 8, 16, 2, 1, 2];

    /// <summary>Describes the nearest entry.</summary>
    /// <param name="slots">The entries.</param>
    /// <param name="key">The parts of the request.</param>
    /// <param name="request">The request, redacted.</param>
    internal string Describe(IReadOnlyList<CassetteSlot> slots, CassetteKey key, HarRequest request)
    {
        if (slots.Count == 0) return " It has no entries.";
        var nearest = slots.MaxBy(slot => Score(slot, key))!;
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $" The nearest of its {slots.Count} entries is number {nearest.Number}, {nearest.Entry}:");
        foreach (var ((name, recorded), (_, wanted)) in nearest.Key.Parts.Zip(key.Parts))
        {
            if (recorded == wanted) continue;
            text.Append("\n  ").Append(name switch
            {
                "query" => DescribeLines("the query", recorded!.Split('&'), wanted!.Split('&')),
                "headers" => DescribeLines("the headers", recorded!.Split('\n'), wanted!.Split('\n')),
                "body" => DescribeBody(keys.GetWholeBody(nearest.Entry.Request), keys.GetWholeBody(request)),
                _ => $"the {name} is {Show(recorded!)} there and {Show(wanted!)} here",
            });
        }

        return text.ToString();
    }

    private static int Score(CassetteSlot slot, CassetteKey key)
    {
        var score = slot.IsUsed ? 0 : 1;
        var i = 0;
        foreach (var ((_, recorded), (_, wanted)) in slot.Key.Parts.Zip(key.Parts))
        {
            score += 1000 * Weights[i++] * (recorded == wanted ? 100 : GetSimilarity(recorded ?? "", wanted ?? "")) / 100;
        }

        return score;
    }

    /// <summary>Returns how much of two texts is equal at their beginnings and ends, from 0 to 90.</summary>
    private static int GetSimilarity(string left, string right)
    {
        var longest = Math.Max(left.Length, right.Length);
        if (longest == 0) return 90;
        var common = left.AsSpan().CommonPrefixLength(right);
        var end = 0;
        var limit = Math.Min(left.Length, right.Length) - common;
        while (end < limit && left[^(end + 1)] == right[^(end + 1)]) end++;
        return 90 * (common + end) / longest;
    }

    private static string DescribeLines(string what, string[] recorded, string[] wanted)
    {
        var there = recorded.Where(static line => line.Length > 0).Except(wanted, StringComparer.Ordinal).Select(Show).ToList();
        var here = wanted.Where(static line => line.Length > 0).Except(recorded, StringComparer.Ordinal).Select(Show).ToList();
        if (there.Count == 0 && here.Count == 0) return $"{what} have the same parts in another order or number";
        var text = there.Count == 0 ? "" : $" {string.Join(", ", there)} there";
        if (here.Count > 0) text += $"{(text.Length > 0 ? " and" : "")} {string.Join(", ", here)} here";
        return $"{what} {(what.EndsWith('s') ? "have" : "has")}{text}";
    }

    private static string DescribeBody(string recorded, string wanted)
    {
        if (recorded.Length == 0 || wanted.Length == 0)
        {
            return $"the body is {(recorded.Length == 0 ? "empty or not recorded" : Show(recorded))} there and "
                + $"{(wanted.Length == 0 ? "empty" : Show(wanted))} here";
        }

        if (DescribeJson(recorded, wanted) is { } json) return json;
        var at = recorded.AsSpan().CommonPrefixLength(wanted);
        var start = Math.Max(0, at - 10);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the body differs at character {at + 1}: {Show(recorded[start..])} there and {Show(wanted[start..])} here");
    }

    private static string? DescribeJson(string recorded, string wanted)
    {
        try
        {
            using var there = JsonDocument.Parse(recorded);
            using var here = JsonDocument.Parse(wanted);
            return FindDifference("$", there.RootElement, here.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? FindDifference(string path, JsonElement there, JsonElement here)
    {
        if (there.ValueKind == JsonValueKind.Object && here.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in there.EnumerateObject())
            {
                if (!here.TryGetProperty(property.Name, out var value)) return $"the body has {path}.{property.Name} only there";
                if (FindDifference($"{path}.{property.Name}", property.Value, value) is { } found) return found;
            }

            foreach (var property in here.EnumerateObject())
            {
                if (!there.TryGetProperty(property.Name, out _)) return $"the body has {path}.{property.Name} only here";
            }

            return null;
        }

        if (there.ValueKind == JsonValueKind.Array && here.ValueKind == JsonValueKind.Array)
        {
            if (there.GetArrayLength() != here.GetArrayLength())
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path} of the body has {there.GetArrayLength()} items there and {here.GetArrayLength()} here");
            }

            var pairs = there.EnumerateArray().Zip(here.EnumerateArray()).Select((pair, i) => (pair.First, pair.Second, i));
            return pairs
                .Select(item => FindDifference(string.Create(CultureInfo.InvariantCulture, $"{path}[{item.i}]"), item.First, item.Second))
                .FirstOrDefault(static found => found is not null);
        }

        var (left, right) = (there.GetRawText(), here.GetRawText());
        return left == right ? null : $"{path} of the body is {Show(left)} there and {Show(right)} here";
    }

    private static string Show(string text) =>
        VisibleText.EscapeLine(text.Length > LongestShown ? $"{text[..LongestShown]}…" : text);
}
