using System.Globalization;

namespace Requests;

/// <summary>The wait between a failed attempt and the next one.</summary>
/// <param name="Failed">The attempt that failed, and how long is waited.</param>
/// <param name="Next">The number of the attempt that follows; the first attempt of a request is 1.</param>
/// <param name="Total">How many attempts there are at most; null when the policy sets no limit.</param>
public sealed record RetryWait(RetryAttempt Failed, int Next, int? Total)
{
    /// <summary>Such as <c>Waiting 30 s, then attempt 2 of 3</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Failed.Wait > TimeSpan.Zero ? $"Waiting {Failed.Wait.TotalSeconds:0.#} s, then attempt" : "Attempt")} {Next}{(Total is { } total ? $" of {total}" : "")}");
}
