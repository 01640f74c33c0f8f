using System.Text;

namespace Requests;

/// <summary>
/// Represents a reply of a mock adapter and the requests that it is for. A condition that is null matches each request; all other
/// conditions have to match.
/// </summary>
/// <remarks>The library responses: <c>Response</c> and its matchers.</remarks>
public sealed class MockReply
{
    private string? _pattern;
    private int _used;

    /// <summary>Gets the method, which is not case-sensitive.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// Gets the URL, or a path that begins with <c>/</c> and matches each host; <c>*</c> matches any characters. The query is compared only
    /// when the pattern has one.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>Gets the pairs that the query must contain; other pairs are allowed.</summary>
    public QueryParams? Query { get; init; }

    /// <summary>
    /// Gets the headers that the request must have, with these values; other headers are allowed. <c>*</c> matches any characters.
    /// </summary>
    public HeaderDictionary? RequestHeaders { get; init; }

    /// <summary>Gets the JSON that the body must equal, regardless of white space and the order of names.</summary>
    public string? RequestJson { get; init; }

    /// <summary>
    /// Gets the pairs that the form in the body must have, in any order. In a multipart form the value of a file is its name or its content
    /// as text.
    /// </summary>
    public QueryParams? RequestForm { get; init; }

    /// <summary>
    /// Gets the text that the body must equal, decoded as UTF-8; <c>*</c> matches any characters. A compressed body is decompressed first.
    /// </summary>
    public string? RequestText { get; init; }

    /// <summary>Gets how often the reply may be used; null, the default, sets no limit.</summary>
    public int? Times { get; init; }

    /// <summary>Gets the status code. Default 200.</summary>
    public int StatusCode { get; init; } = 200;

    /// <summary>Gets the reason phrase; null uses the standard phrase of the status code.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the headers of the response.</summary>
    public HeaderDictionary Headers { get; init; } = [];

    /// <summary>Gets the trailer fields of the response, which it has after its body was read.</summary>
    public HeaderDictionary Trailers { get; init; } = [];

    /// <summary>Gets the body of the response.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// Gets the function that creates the response from the request, in place of status code, headers and body; it runs in the caller's
    /// context.
    /// </summary>
    public Func<PreparedRequest, SendOptions, Response>? Callback { get; init; }

    /// <summary>Gets the exception that is thrown in place of a response.</summary>
    public RequestException? Exception { get; init; }

    /// <summary>Gets the delay of the response; a delay above the read timeout throws a <see cref="ReadTimeoutException"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// Gets the wait before each piece of the body, and before the whole body without <see cref="ChunkSize"/>; zero, the default, sends it
    /// immediately. A wait above the read timeout throws a <see cref="ReadTimeoutException"/>.
    /// </summary>
    public TimeSpan BodyDelay { get; init; }

    /// <summary>Gets the size of the pieces in which the body arrives, in bytes; null, the default, for one piece.</summary>
    public int? ChunkSize { get; init; }

    /// <summary>Gets the failure of the reply. Default: none.</summary>
    public MockFault Fault { get; init; }

    /// <summary>
    /// Gets the number of bytes of the body that arrive before a fault of the body; null, the default, for half of them.
    /// </summary>
    public int? FaultAfter { get; init; }

    /// <summary>Gets how often the reply was used.</summary>
    public int Used => Volatile.Read(ref _used);

    /// <summary>Gets the URL in the form in which it is compared; null for any URL.</summary>
    internal string? UrlPattern => Url is null ? null : _pattern ??= MockMatcher.CreatePattern(Url);

    /// <summary>Creates replies from an HTTP archive: one for each exchange.</summary>
    /// <param name="archive">The archive, which is read to its end and not closed.</param>
    /// <param name="ordered">
    /// True for replies that a mock in ordered mode uses. False, the default, for replies in any order: several exchanges of one method and
    /// URL respond one after the other, and the last of them again.
    /// </param>
    /// <returns>The replies. A URL without a query matches any query, because archives are passed on without their queries.</returns>
    /// <exception cref="HarFormatException">The archive cannot be read.</exception>
    /// <remarks>HAR 1.2.</remarks>
    public static IReadOnlyList<MockReply> FromHar(Stream archive, bool ordered = false) =>
        MockArchive.CreateReplies(HarReader.ReadEntries(archive), ordered);

    /// <summary>Returns the requests that the reply is for, such as <c>GET https://example.com/* (used 1 of 2)</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Method?.ToUpperInvariant() ?? "any method"} {Url ?? "any URL"}");
        if (Query is not null) text.Append(" with a query");
        if (RequestHeaders is not null) text.Append(" with headers ").AppendJoin(", ", RequestHeaders.Select(pair => pair.Key));
        if (RequestText is not null) text.Append(" with a text body");
        if (RequestJson is not null) text.Append(" with a JSON body");
        if (RequestForm is not null) text.Append(" with a form");
        text.Append(Times is { } times ? $" (used {Used} of {times})" : $" (used {Used})");
        return text.ToString();
    }

    internal void ResetUse() => Volatile.Write(ref _used, 0);

    internal void CountUse() => Interlocked.Increment(ref _used);
}
