namespace Requests;

/// <summary>Represents an exchange that is being recorded.</summary>
/// <param name="Sequence">The position of its request among those that were sent.</param>
/// <param name="Request">The request as it was sent.</param>
/// <param name="RequestBody">The body of the request, or null.</param>
/// <param name="Started">The time at which it was sent.</param>
/// <param name="Timestamp">The same time of the clock that measures durations.</param>
internal sealed record RecordedExchange(
    int Sequence,
    PreparedRequest Request,
    CassetteBody? RequestBody,
    DateTimeOffset Started,
    long Timestamp)
{
    /// <summary>Gets the head of the response; null where none was received.</summary>
    public Response? Response { get; init; }

    /// <summary>Gets the body of the response as far as it was read, with its content codings; null where the response has none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Gets the error that the exchange ended with, or null.</summary>
    public Exception? Error { get; init; }

    /// <summary>Gets the duration of the exchange.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Creates the entry of the exchange.</summary>
    /// <param name="recorder">Creates entries.</param>
    internal HarEntry CreateEntry(HarRecorder recorder)
    {
        var capture = (RequestBody?.ToCapture() ?? new HarCapture()) with { ResponseBody = Body };
        var failed = Error is null ? null : recorder.CreateEntry(Request, Error, Started, Duration, capture);
        if (Response is null) return failed!;
        var entry = recorder.CreateEntry(Response, capture);
        if (failed?.Error is not { } error) return entry;
        error.Phase = "receive";
        entry.Error = error;
        return entry;
    }
}
