using System.Globalization;

namespace Requests;

/// <summary>Sends the requests of a wait for a state or an operation, and waits between them.</summary>
/// <param name="session">The session.</param>
/// <param name="wait">How long to wait.</param>
/// <param name="options">The options of each request.</param>
/// <param name="cancellationToken">Cancels the operation.</param>
internal sealed class Poller(RequestSession session, WaitOptions wait, SendOptions options, CancellationToken cancellationToken)
    : IDisposable
{
    // A server that requires no wait at all would otherwise be sent one request after the other.
    private static readonly TimeSpan ShortestRetryAfter = TimeSpan.FromSeconds(0.25);

    private readonly TotalTimeout? _deadline = wait.TotalTimeout is { } limit
        ? new TotalTimeout(limit, session.Time, cancellationToken)
        : null;
    private int _requests;
    private Response? _last;
    private PollWait? _lastWait;

    /// <inheritdoc/>
    public void Dispose() => _deadline?.Dispose();

    /// <summary>Sends a request until a response is what the caller waits for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="until">Returns whether a response is the awaited one.</param>
    /// <returns>The awaited response.</returns>
    internal Task<Response> UntilAsync(PreparedRequest request, Func<Response, bool> until) =>
        RunAsync(request, async () =>
        {
            for (var next = request.Copy(); ; next = PollRequests.Repeat(request, session))
            {
                Response? response = null;
                string status;
                try
                {
                    response = await SendAsync(next, options).ConfigureAwait(true);
                    if (until(response)) return response;
                    status = DescribeStatus(response);
                }
                catch (RequestException error) when (response is null && wait.SkipConnectionErrors && IsPassing(error))
                {
                    status = error.Message.TrimEnd('.');
                }
                catch
                {
                    response?.Close();
                    throw;
                }

                await DelayAsync(next.Url, response, status, percent: null).ConfigureAwait(true);
            }
        });

    /// <summary>Waits for the end of the operation that a response has begun.</summary>
    /// <param name="start">The response.</param>
    /// <returns>The result of the operation; the response itself when it has begun none.</returns>
    internal Task<Response> FollowAsync(Response start) =>
        RunAsync(start.Request, async () =>
        {
            _last = start;
            if (OperationRules.MayReportProvisioning(start) && start is { ContentConsumed: false, IsContentRead: false })
            {
                await start.ReadContentAsync(Token).ConfigureAwait(true);
            }

            if (OperationRules.Start(start) is not { } operation)
            {
                start.ThrowIfError(options);
                return start;
            }

            var polling = options with { Stream = false, RaiseForStatus = false, ExpectStatus = null };
            for (var response = start; ;)
            {
                var status = operation.Report.State ?? DescribeStatus(response);
                await DelayAsync(operation.Url, response, status, operation.Report.PercentComplete).ConfigureAwait(true);
                response = await SendAsync(CreateGet(start, response, operation.Url), polling).ConfigureAwait(true);
                var (pending, final) = OperationRules.Advance(operation, response);
                if (pending is null && final is null) return response;
                if (pending is null) return await GetResultAsync(start, response, final!).ConfigureAwait(true);
                operation = pending;
            }
        });

    private CancellationToken Token => _deadline?.Token ?? cancellationToken;

    private static string DescribeStatus(Response response) => $"{response.StatusCode} {response.Reason}".TrimEnd();

    /// <summary>Returns whether an error can pass: connecting failed, or a response did not arrive completely or in time.</summary>
    private static bool IsPassing(RequestException error) => RetryPolicy.IsBroken(error) || error.IsTimeout;

    private async Task<Response> GetResultAsync(Response start, Response from, string url)
    {
        var reading = options with { RaiseForStatus = false, ExpectStatus = null };
        for (; ; )
        {
            wait.Counters?.Poll(null);
            var result = await SendAsync(CreateGet(start, from, url), reading).ConfigureAwait(true);
            if (OperationRules.IsBusy(result))
            {
                await DelayAsync(url, result, DescribeStatus(result), percent: null).ConfigureAwait(true);
                continue;
            }

            // An error status is not the result of an operation that has succeeded, unless the caller expects it.
            var judging = options with { RaiseForStatus = options.RaiseForStatus || options.ExpectStatus is null };
            if (judging.IsError(result) && options.Stream)
            {
                await RequestExchange.ReadBeginningAsync(result, session.Time, options, Token).ConfigureAwait(true);
            }

            result.ThrowIfError(judging);
            return result;
        }
    }

    private PreparedRequest CreateGet(Response start, Response from, string url)
    {
        try
        {
            RedirectRules.CheckDowngrade(from.Url, url, options);
            if (url != UrlParts.WithoutFragment(start.Url)) RedirectRules.CheckDowngrade(start.Url, url, options);
            return PollRequests.Get(start, url, session);
        }
        catch (RequestException error)
        {
            error.Attach(from);
            throw;
        }
    }

    private async Task<Response> SendAsync(PreparedRequest request, SendOptions sending)
    {
        Token.ThrowIfCancellationRequested();
        _requests++;
        request.Counters = wait.Counters;
        request.RequiresValidation = true;
        return _last = await session.SendAsync(request, sending, Token).ConfigureAwait(true);
    }

    private async Task DelayAsync(string url, Response? response, string status, double? percent)
    {
        var secrets = response is null ? null : ExchangeRedactor.Create(response);
        _lastWait = new PollWait
        {
            Url = UrlRedactor.Redact(url),
            Status = secrets?.Redact(status) ?? status,
            PercentComplete = percent,
            Requests = _requests,
            Length = GetLength(response),
        };
        if (response is not null)
        {
            await RequestExchange.ReadIntermediateAsync(response, session.Time, options with { Observer = null }, Token)
                .ConfigureAwait(true);
        }

        wait.Counters?.Poll(_lastWait);
        options.Observer?.Polling(_lastWait);
        if (_lastWait.Length > TimeSpan.Zero) await Task.Delay(_lastWait.Length, session.Time, Token).ConfigureAwait(true);
        else await Task.Yield();
    }

    private TimeSpan GetLength(Response? response)
    {
        if (RetryAfter.GetSeconds(response?.Headers["Retry-After"], session.Time.GetUtcNow()) is not { } seconds) return wait.Every;
        if (seconds > 0) return TimeSpan.FromSeconds(Math.Min(seconds, WaitOptions.Longest.TotalSeconds));
        return wait.Every < ShortestRetryAfter ? wait.Every : ShortestRetryAfter;
    }

    private async Task<Response> RunAsync(PreparedRequest request, Func<Task<Response>> work)
    {
        try
        {
            return await work().ConfigureAwait(true);
        }
        catch (OperationCanceledException error) when (_deadline is { HasPassed: true } && !cancellationToken.IsCancellationRequested)
        {
            throw CreateTimeout(request, error);
        }
    }

    private TotalTimeoutException CreateTimeout(PreparedRequest request, OperationCanceledException cause)
    {
        var status = _lastWait is null ? "no response was received" : $"the last status was {_lastWait.Status}";
        return new TotalTimeoutException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Waiting for '{_lastWait?.Url ?? UrlRedactor.Redact(request.Url)}' took longer than "
                    + $"{wait.TotalTimeout!.Value.TotalSeconds} s ({_requests} requests were sent): {status}."),
            cause)
        {
            Request = _last?.Request ?? request,
            Response = _last,
        };
    }
}
