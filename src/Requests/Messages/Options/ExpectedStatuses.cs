using System.Globalization;

namespace Requests;

/// <summary>Represents the statuses that a caller expects. Any other status is an error.</summary>
public sealed class ExpectedStatuses
{
    /// <summary>The accepted forms, for messages.</summary>
    internal const string Forms = "a status from 100 to 999, a class such as 2xx, a range such as 200-299, or a name such as NotFound";

    private const int Least = 100;
    private const int Greatest = 999;

    private readonly (int First, int Last)[] _ranges;

    /// <summary>Creates the set from its texts.</summary>
    /// <param name="texts">
    /// Each is a status from 100 to 999, a class such as <c>2xx</c>, a range such as <c>200-299</c>, or a name of
    /// <see cref="StatusCodes"/> such as <c>NotFound</c>.
    /// </param>
    /// <exception cref="ArgumentException">There is no text, or one of them has none of these forms.</exception>
    public ExpectedStatuses(params IEnumerable<string> texts)
    {
        _ranges = [.. texts.Select(text => ParseRange(text) ?? throw new ArgumentException($"'{text}' is not {Forms}.", nameof(texts)))];
        if (_ranges.Length == 0) throw new ArgumentException($"There must be at least one status: {Forms}.", nameof(texts));
    }

    private ExpectedStatuses((int First, int Last)[] ranges) => _ranges = ranges;

    /// <summary>Returns whether a status is expected.</summary>
    /// <param name="status">The status.</param>
    public bool Contains(int status) => Array.Exists(_ranges, range => status >= range.First && status <= range.Last);

    /// <summary>Returns the statuses as texts, in their order: <c>200</c>, <c>200-299</c>.</summary>
    public IReadOnlyList<string> ToTexts() => [.. _ranges.Select(Format)];

    /// <summary>Returns a text such as <c>200, 404, 500-599</c>.</summary>
    public override string ToString() => string.Join(", ", ToTexts());

    /// <summary>Returns whether a text has one of the accepted forms.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsValid(string text) => ParseRange(text) is not null;

    /// <summary>Returns a set that also has some statuses, such as those of a range that a download requests itself.</summary>
    /// <param name="statuses">The statuses.</param>
    internal ExpectedStatuses With(params ReadOnlySpan<int> statuses)
    {
        var ranges = new List<(int First, int Last)>(_ranges);
        foreach (var status in statuses) ranges.Add((status, status));
        return new ExpectedStatuses([.. ranges]);
    }

    private static string Format((int First, int Last) range)
    {
        var first = range.First.ToString(CultureInfo.InvariantCulture);
        return range.First == range.Last ? first : string.Create(CultureInfo.InvariantCulture, $"{first}-{range.Last}");
    }

    private static (int First, int Last)? ParseRange(string text)
    {
        text = text.Trim();
        if (ParseStatus(text) is { } single) return (single, single);
        if (text is [>= '1' and <= '9', 'x' or 'X', 'x' or 'X']) return ((text[0] - '0') * 100, ((text[0] - '0') * 100) + 99);
        var separator = text.IndexOfAny(['-', '.']);
        if (separator > 0 && ParseStatus(text[..separator].TrimEnd()) is { } first)
        {
            var rest = text[separator..];
            rest = rest.StartsWith("..", StringComparison.Ordinal) ? rest[2..] : rest.StartsWith('-') ? rest[1..] : "";
            return ParseStatus(rest.Trim()) is { } last && last >= first ? (first, last) : null;
        }

        return text.Any(char.IsAsciiLetter) && StatusCodes.Find(text) is { } named ? (named, named) : null;
    }

    private static int? ParseStatus(ReadOnlySpan<char> text) =>
        text.Length == 3
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            && status is >= Least and <= Greatest
            ? status
            : null;
}
