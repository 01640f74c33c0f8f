namespace Requests.PowerShell;

/// <summary>
/// Represents a request that is ready to be sent. It produces a response, one for each page, or batches of the objects in them.
/// </summary>
/// <param name="Summary">The request, as error records show it.</param>
/// <param name="Outputs">A function that returns the outputs; the request is sent when they are enumerated.</param>
/// <param name="Counters">The counters of the transfer's bytes, or null.</param>
internal sealed record PendingRequest(
    RequestSummary? Summary,
    Func<CancellationToken, IAsyncEnumerable<object>> Outputs,
    TransferCounters? Counters = null)
{
    /// <summary>Returns a request that failed before it was sent.</summary>
    /// <param name="summary">The request, as error records show it.</param>
    /// <param name="error">The error.</param>
    internal static PendingRequest Failed(RequestSummary? summary, Exception error) => new(summary, _ => throw error);
}
