using System.Globalization;

namespace Requests;

/// <summary>Represents the wait before the next request of a wait for a state or for the end of an operation.</summary>
public sealed class PollWait
{
    /// <summary>Gets the URL that is requested again, without its query.</summary>
    public required string Url { get; init; }

    /// <summary>
    /// Gets the status that the server reported last: that of the operation, such as <c>Running</c>, else that of the response, such as
    /// <c>202 Accepted</c>; after a failed connection its error message. Secrets are redacted.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Gets the progress from 0 to 100 that the server reports, or null.</summary>
    public double? PercentComplete { get; init; }

    /// <summary>Gets the number of requests that the wait has sent.</summary>
    public required int Requests { get; init; }

    /// <summary>Gets the length of the wait.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Returns a text such as <c>Running, 40 %: waiting 5 s, then request 3</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Status}{(PercentComplete is { } percent ? $", {percent:0.#} %" : "")}: "
            + $"{(Length > TimeSpan.Zero ? $"waiting {Length.TotalSeconds:0.##} s, then request" : "request")} {Requests + 1}");
}
