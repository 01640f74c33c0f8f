namespace Requests.PowerShell;

/// <summary>A request on its way: what it will give: an answer, one for each page, or batches of what they hold.</summary>
/// <param name="Target">What is asked for, as errors show it.</param>
/// <param name="Answers">Sends when it is enumerated.</param>
/// <param name="Streams">The caller's streams that it reads.</param>
/// <param name="Meter">What counts its bytes, or null.</param>
internal sealed record PendingRequest(RequestTarget? Target, Func<CancellationToken, IAsyncEnumerable<object>> Answers, IReadOnlyCollection<Stream> Streams, TransferCounters? Meter = null)
{
    /// <summary>One that failed before it could be sent.</summary>
    /// <param name="target">What was asked for.</param>
    /// <param name="error">Why.</param>
    internal static PendingRequest Failed(RequestTarget? target, Exception error) => new(target, _ => throw error, []);
}
