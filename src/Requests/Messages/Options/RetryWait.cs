using System.Globalization;

namespace Requests;

/// <summary>Represents the wait between a failed attempt and the next one.</summary>
/// <param name="Failed">The attempt that failed, with the length of the wait.</param>
/// <param name="Next">The number of the attempt that follows; the first attempt of a request is 1.</param>
/// <param name="Total">The largest number of attempts; null when the policy sets no limit.</param>
public sealed record RetryWait(RetryAttempt Failed, int Next, int? Total)
{
    /// <summary>Returns a text such as <c>Waiting 30 s, then attempt 2 of 3</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Failed.Wait > TimeSpan.Zero ? $"Waiting {Failed.Wait.TotalSeconds:0.#} s, then attempt" : "Attempt")} "
            + $"{Next}{(Total is { } total ? $" of {total}" : "")}");
}
