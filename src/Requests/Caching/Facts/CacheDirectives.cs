using System.Globalization;

namespace Requests;

/// <summary>Represents the directives of the Cache-Control fields of a request or of a response.</summary>
/// <remarks>
/// RFC 9111 section 5.2, RFC 5861, RFC 8246. Both forms of an argument are read, the token and the quoted string. A lifetime that is not a
/// number makes the response stale, and so do two different ones (section 4.2.1).
/// </remarks>
internal sealed class CacheDirectives
{
    /// <summary>The directives of a message without Cache-Control.</summary>
    internal static readonly CacheDirectives None = new();

    // A longer time is no longer distinguishable; the largest number that RFC 9111 section 1.2.2 requires is the 31st power of two.
    private const long LongestSeconds = int.MaxValue;

    private CacheDirectives()
    {
    }

    /// <summary>Gets a value that indicates whether the response must not be stored.</summary>
    internal bool NoStore { get; private set; }

    /// <summary>
    /// Gets a value that indicates whether the response must be validated before each use; also where it names fields.
    /// </summary>
    internal bool NoCache { get; private set; }

    /// <summary>Gets a value that indicates whether the response is for one user; also where it names fields.</summary>
    internal bool Private { get; private set; }

    /// <summary>Gets a value that indicates whether the response may be reused for every user.</summary>
    internal bool Public { get; private set; }

    /// <summary>Gets a value that indicates whether a stale response must not be used without validation.</summary>
    internal bool MustRevalidate { get; private set; }

    /// <summary>Gets a value that indicates whether a cache that knows the status ignores <see cref="NoStore"/>.</summary>
    internal bool MustUnderstand { get; private set; }

    /// <summary>Gets a value that indicates whether the request is for a stored response only.</summary>
    internal bool OnlyIfCached { get; private set; }

    /// <summary>Gets the lifetime, or the largest age that the request accepts; null without one.</summary>
    internal TimeSpan? MaxAge { get; private set; }

    /// <summary>Gets a value that indicates whether a shared cache may store the response by <c>s-maxage</c>.</summary>
    internal bool HasSharedMaxAge { get; private set; }

    /// <summary>Gets how long after its end a stale response may be used while it is validated; null without the directive.</summary>
    internal TimeSpan? StaleWhileRevalidate { get; private set; }

    /// <summary>Gets how long after its end a stale response may replace an error; null without the directive.</summary>
    internal TimeSpan? StaleIfError { get; private set; }

    /// <summary>Gets how long after its end the request accepts a stale response; null without the directive.</summary>
    internal TimeSpan? MaxStale { get; private set; }

    /// <summary>Gets how long the response has to stay fresh for the request; null without the directive.</summary>
    internal TimeSpan? MinFresh { get; private set; }

    /// <summary>
    /// Reads the directives of a message. Where it has no Cache-Control, <c>Pragma: no-cache</c> counts as <c>no-cache</c>.
    /// </summary>
    /// <param name="headers">The headers of the message.</param>
    internal static CacheDirectives Parse(HeaderDictionary headers)
    {
        if (!headers.ContainsKey("Cache-Control"))
        {
            if (headers["Pragma"] is not { Length: > 0 } pragma || !HasNoCache(pragma)) return None;
            return new CacheDirectives { NoCache = true };
        }

        var directives = new CacheDirectives();

        // A quoted string does not continue on another line.
        foreach (var line in headers.GetValues("Cache-Control")) directives.Read(line);
        return directives;
    }

    /// <summary>Reads a number of seconds; returns null for any other text. A large number is the largest that is distinguished.</summary>
    /// <param name="text">The text: digits.</param>
    internal static TimeSpan? ParseSeconds(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9')) return null;
        var digits = text.TrimStart('0');
        if (digits.Length > 10) return TimeSpan.FromSeconds(LongestSeconds);
        var seconds = digits.IsEmpty ? 0 : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds));
    }

    private static bool HasNoCache(string pragma)
    {
        foreach (var item in HeaderParameters.Split(pragma, ','))
        {
            if (item.Equals("no-cache", StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private void Read(ReadOnlySpan<char> line)
    {
        while (!line.IsEmpty)
        {
            var end = FindEnd(line);
            Add(line[..end].Trim(" \t"));
            line = end < line.Length ? line[(end + 1)..] : [];
        }
    }

    /// <summary>
    /// Returns the position of the next comma outside of quotes, or the length. A quote that is not closed is an ordinary character.
    /// </summary>
    private static int FindEnd(ReadOnlySpan<char> line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == ',') return i;
            if (line[i] == '"' && FindClosingQuote(line, i) is > 0 and var close) i = close;
        }

        return line.Length;
    }

    private static int FindClosingQuote(ReadOnlySpan<char> line, int open)
    {
        for (var i = open + 1; i < line.Length; i++)
        {
            if (line[i] == '\\') i++;
            else if (line[i] == '"') return i;
        }

        return -1;
    }

    private void Add(ReadOnlySpan<char> directive)
    {
        var equals = directive.IndexOf('=');
        var name = equals < 0 ? directive : directive[..equals].TrimEnd(" \t");
        var value = equals < 0 ? [] : Unquote(directive[(equals + 1)..].TrimStart(" \t"));
        if (name.IsEmpty || name.Length > 24) return;
        Span<char> lower = stackalloc char[name.Length];
        name.ToLowerInvariant(lower);
        switch (lower)
        {
            case "no-store": NoStore = true; break;
            case "no-cache": NoCache = true; break;
            case "private": Private = true; break;
            case "public": Public = true; break;
            case "must-revalidate": MustRevalidate = true; break;
            case "must-understand": MustUnderstand = true; break;
            case "only-if-cached": OnlyIfCached = true; break;
            case "s-maxage": HasSharedMaxAge = true; break;
            case "max-age": MaxAge = ReadLifetime(MaxAge, value); break;
            case "stale-while-revalidate": StaleWhileRevalidate = ReadTolerance(StaleWhileRevalidate, value); break;
            case "stale-if-error": StaleIfError = ReadTolerance(StaleIfError, value); break;
            case "max-stale": MaxStale = equals < 0 ? TimeSpan.FromSeconds(LongestSeconds) : ReadTolerance(MaxStale, value); break;
            case "min-fresh": MinFresh = ParseSeconds(value) ?? MinFresh; break;
            default: break;
        }
    }

    /// <summary>Removes the quotes of a quoted string. A number has no escapes, so none are removed.</summary>
    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value) => value is ['"', .. var inner, '"'] ? inner : value;

    /// <summary>Returns a lifetime; zero for a value that is not a number, or that differs from an earlier one.</summary>
    private static TimeSpan ReadLifetime(TimeSpan? earlier, ReadOnlySpan<char> value) =>
        ParseSeconds(value) is { } time && (earlier is null || earlier == time) ? time : TimeSpan.Zero;

    /// <summary>
    /// Returns the shorter one of two times for which a stale response is accepted; a value that is not a number is ignored.
    /// </summary>
    private static TimeSpan? ReadTolerance(TimeSpan? earlier, ReadOnlySpan<char> value)
    {
        var time = ParseSeconds(value);
        return earlier is null || time is null || earlier > time ? time ?? earlier : earlier;
    }
}
