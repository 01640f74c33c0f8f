namespace Requests;

/// <summary>
/// Counts the attempts of one download. A transfer that breaks while its body is read is continued within the retry policy, and each
/// continuation is an attempt.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="request">The request.</param>
/// <param name="options">The options of sending.</param>
internal sealed class DownloadAttempts(RequestSession session, PreparedRequest request, SendOptions options)
{
    private readonly SendOptions _first = options with { Stream = true, RaiseForStatus = true, TotalTimeout = null };
    private readonly List<RetryAttempt> _made = [];
    private RetryPolicy? _policy;

    /// <summary>Gets the attempts before the last one.</summary>
    internal IReadOnlyList<RetryAttempt> Made => _made;

    /// <summary>
    /// Gets the options of the next request: streamed, with the remaining budget of the policy. The total timeout is that of the
    /// download.
    /// </summary>
    internal SendOptions Options =>
        _made.Count == 0
            ? _first
            : _first with { Retry = _policy! with { Total = GetRemaining(_policy.Total), Read = GetRemaining(_policy.Read) } };

    /// <summary>Returns whether another attempt follows a body that broke.</summary>
    /// <param name="error">The error that broke the body.</param>
    /// <param name="response">The response of the body.</param>
    internal bool AllowsAnother(RequestException error, Response response)
    {
        _policy ??= options.Retry ?? session.Adapters.GetAdapter(request.Url).Retry;
        return request.Body is not { CanRewind: false }
            && _policy?.WaitToContinue(request.Method, error, CountFailures(response)) is not null
            && _policy.When?.Invoke(response, error) != false;
    }

    /// <summary>Waits for the time that the policy sets.</summary>
    /// <param name="error">The error that broke the body.</param>
    /// <param name="response">The response of the body.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async Task WaitAsync(RequestException error, Response response, CancellationToken cancellationToken)
    {
        response.Close();
        var wait = _policy!.WaitToContinue(request.Method, error, CountFailures(response)) ?? TimeSpan.Zero;
        var failed = new RetryAttempt(response.Request.Method, UrlRedactor.Redact(response.Url), response.StatusCode, error, wait);
        _made.AddRange(response.Retries);
        _made.Add(failed);
        var next = new RetryWait(failed, _made.Count + 1, _policy.Total + 1);
        request.Counters?.Wait(next);
        options.Observer?.Waiting(next);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _policy.Time, cancellationToken).ConfigureAwait(true);
    }

    /// <summary>
    /// Returns the number of attempts that have failed. Those within one exchange, such as after a 503, use the same budget.
    /// </summary>
    private int CountFailures(Response response) => _made.Count + response.Retries.Count + 1;

    private int? GetRemaining(int? budget) => budget is { } count ? Math.Max(0, count - _made.Count) : null;
}
