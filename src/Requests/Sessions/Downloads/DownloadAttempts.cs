namespace Requests;

/// <summary>
/// The attempts of one download: a transfer that breaks while its body is read is continued within the retry policy, and each
/// continuation is an attempt of it.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="request">The request.</param>
/// <param name="options">How it is sent.</param>
internal sealed class DownloadAttempts(RequestSession session, PreparedRequest request, SendOptions options)
{
    private readonly SendOptions _first = options with { Stream = true, RaiseForStatus = true, TotalTimeout = null };
    private readonly List<RetryAttempt> _made = [];
    private RetryPolicy? _policy;

    /// <summary>The attempts before the last.</summary>
    internal IReadOnlyList<RetryAttempt> Made => _made;

    /// <summary>How the next request is sent: streamed, within what is left of the policy. The total timeout is the download's.</summary>
    internal SendOptions Options =>
        _made.Count == 0 ? _first : _first with { Retry = _policy! with { Total = Left(_policy.Total), Read = Left(_policy.Read) } };

    /// <summary>Whether another attempt follows a body that broke off.</summary>
    /// <param name="error">What broke it off.</param>
    /// <param name="response">Its response.</param>
    internal bool MayFollow(RequestException error, Response response)
    {
        _policy ??= options.Retry ?? session.Adapters.For(request.Url).Retry;
        return request.Body is not { CanRewind: false }
            && _policy?.WaitToContinue(request.Method, error, FailuresWith(response)) is not null;
    }

    /// <summary>Waits as long as the policy says.</summary>
    /// <param name="error">What broke the body off.</param>
    /// <param name="response">Its response.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    internal async Task WaitAsync(RequestException error, Response response, CancellationToken cancellationToken)
    {
        response.Close();
        var wait = _policy!.WaitToContinue(request.Method, error, FailuresWith(response)) ?? TimeSpan.Zero;
        var failed = new RetryAttempt(response.Request.Method, UrlRedactor.Redact(response.Url), response.StatusCode, error, wait);
        _made.AddRange(response.Retries);
        _made.Add(failed);
        var next = new RetryWait(failed, _made.Count + 1, _policy.Total + 1);
        request.Counters?.Wait(next);
        options.Observer?.Waiting(next);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _policy.Time, cancellationToken).ConfigureAwait(true);
    }

    /// <summary>How many attempts have failed. Those inside of one exchange, such as after a 503, draw on the same budget.</summary>
    private int FailuresWith(Response response) => _made.Count + response.Retries.Count + 1;

    private int? Left(int? budget) => budget is { } count ? Math.Max(0, count - _made.Count) : null;
}
