using System.Text;

namespace Requests;

/// <summary>
/// An answer that a mock adapter gives, and the requests it is for: a part that is null fits any request, and all that are given
/// have to fit.
/// </summary>
/// <remarks>The library responses: <c>Response</c> and its matchers.</remarks>
public sealed class MockReply
{
    private int _used;

    /// <summary>The method, in any case.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// The URL, or a path that begins with <c>/</c> and fits any host; <c>*</c> stands for any characters. The query counts only when
    /// there is one here.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>Pairs that the query must have, perhaps among others.</summary>
    public QueryParams? Query { get; init; }

    /// <summary>Headers that the request must have, perhaps among others, with these values; <c>*</c> stands for any characters.</summary>
    public HeaderDictionary? RequestHeaders { get; init; }

    /// <summary>The JSON that the body must be, whatever its blanks and the order of its names.</summary>
    public string? RequestJson { get; init; }

    /// <summary>The pairs that the body must be, as a form, in any order. Of a multipart form the value of a file is its name or its content as text.</summary>
    public QueryParams? RequestForm { get; init; }

    /// <summary>How often it may be used; null sets no limit.</summary>
    public int? Times { get; init; }

    /// <summary>The status. Default 200.</summary>
    public int StatusCode { get; init; } = 200;

    /// <summary>The reason phrase; null takes the usual one of the status.</summary>
    public string? Reason { get; init; }

    /// <summary>The headers of the answer.</summary>
    public HeaderDictionary Headers { get; init; } = [];

    /// <summary>The body of the answer.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Makes the answer from the request, in place of status, headers and body; called where the caller awaits.</summary>
    public Func<PreparedRequest, SendOptions, Response>? Callback { get; init; }

    /// <summary>What is thrown in place of an answer.</summary>
    public RequestException? Exception { get; init; }

    /// <summary>How long the answer takes; one that takes longer than the read timeout is a <see cref="ReadTimeoutException"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How often it was used.</summary>
    public int Used => Volatile.Read(ref _used);

    /// <summary>What it is for, such as <c>GET https://example.com/* (used 1 of 2)</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Method?.ToUpperInvariant() ?? "any method"} {Url ?? "any URL"}");
        if (Query is not null) text.Append(" with a query");
        if (RequestHeaders is not null) text.Append(" with headers ").AppendJoin(", ", RequestHeaders.Select(pair => pair.Key));
        if (RequestJson is not null) text.Append(" with a JSON body");
        if (RequestForm is not null) text.Append(" with a form");
        text.Append(Times is { } times ? $" (used {Used} of {times})" : $" (used {Used})");
        return text.ToString();
    }

    internal void ResetUse() => Volatile.Write(ref _used, 0);

    internal void CountUse() => Interlocked.Increment(ref _used);
}
