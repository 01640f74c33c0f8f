namespace Requests;

/// <summary>Sends one request under a retry policy: it counts the attempts, waits between them, and records the result of each.</summary>
/// <remarks>urllib3: <c>Retry.increment</c>, <c>is_exhausted</c>, <c>sleep</c>.</remarks>
internal sealed class RetryLoop(RetryPolicy policy, SendOptions options, CancellationToken cancellationToken)
{
    private readonly List<RetryAttempt> _attempts = [];
    private int? _total = policy.Total;
    private int? _connect = policy.Connect;
    private int? _read = policy.Read;
    private int? _status = policy.Status;
    private int? _other = policy.Other;

    // An error of the caller's condition is not one of the attempt.
    private Exception? _conditionError;

    // The number of attempts that may follow the next one, if they fail in the same way.
    private int? _left;

    /// <summary>Sends a request until a response is final or the policy allows no more attempts.</summary>
    /// <param name="request">The request.</param>
    /// <param name="attempt">Sends the request once; receives the number of earlier attempts.</param>
    /// <exception cref="RetryException">The last response still has a status that the policy repeats.</exception>
    internal async Task<Response> RunAsync(PreparedRequest request, Func<PreparedRequest, int, Task<Response>> attempt)
    {
        while (true)
        {
            Response? response = null;
            RequestException? failure = null;
            try
            {
                response = await attempt(request, _attempts.Count).ConfigureAwait(true);
                var decision = Decide(response, error: null);
                if (!ShouldRetry(request, response, decision) || !CanRepeat(request))
                {
                    if (ReadsBody(request, response)) await response.ReadContentAsync(cancellationToken).ConfigureAwait(true);
                    response.Retries = _attempts.ToArray();
                    return response;
                }

                if (ExceedsBudget(ref _status)) return await GiveUpAsync(response, decision).ConfigureAwait(true);
                await RequestExchange.ReadIntermediateAsync(response, policy.Time, options, cancellationToken).ConfigureAwait(true);
            }
            catch (RequestException error) when (error is not RetryException && !ReferenceEquals(error, _conditionError))
            {
                failure = error;
                if (!ShouldRetry(request, response, error))
                {
                    response?.CloseAndAttach(error);
                    error.Retries = _attempts.ToArray();
                    throw;
                }
            }

            var wait = policy.WaitAfter(_attempts.Count + 1, response);
            var failed = new RetryAttempt(request.Method, UrlRedactor.Redact(request.Url), response?.StatusCode, failure, wait);
            _attempts.Add(failed);
            var next = new RetryWait(failed, _attempts.Count + 1, _left is { } left ? _attempts.Count + 1 + left : null);
            request.Counters?.Wait(next);
            options.Observer?.Waiting(next);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, policy.Time, cancellationToken).ConfigureAwait(true);
        }
    }

    private static bool CanRepeat(PreparedRequest request) => request.Body is not { WasSent: true, CanRewind: false };

    /// <summary>
    /// Returns whether reading the body of a final response is part of the attempt, so that a body that breaks is retried.
    /// </summary>
    private bool ReadsBody(PreparedRequest request, Response response) =>
        policy.IsStandard && !options.Stream && response.StatusCode is >= 200 and < 300 && policy.AllowsMethod(request.Method);

    /// <summary>Returns what the condition of the policy decides about an attempt; null leaves it to the other rules.</summary>
    private bool? Decide(Response? response, RequestException? error)
    {
        if (policy.When is not { } condition) return null;
        try
        {
            return condition(response, error);
        }
        catch (Exception thrown)
        {
            _conditionError = thrown;
            response?.CloseAndAttach(thrown);
            throw;
        }
    }

    /// <summary>Returns whether a response is followed by another attempt, where the budget allows one.</summary>
    private bool ShouldRetry(PreparedRequest request, Response response, bool? decision) =>
        decision != false
            && ((decision == true && policy.AllowsMethod(request.Method)) || policy.AllowsRetry(request.Method, response, _total));

    /// <summary>Returns whether a failure is followed by another attempt, and deducts the attempt from the budget.</summary>
    private bool ShouldRetry(PreparedRequest request, Response? response, RequestException error)
    {
        if (error is InvalidRequestException or HttpVersionException || !CanRepeat(request)) return false;
        var decision = Decide(response, error);
        if (decision == false) return false;
        return error switch
        {
            SslException => !ExceedsBudget(ref _other),
            ConnectionException { IsBeforeSending: true } => !ExceedsBudget(ref _connect),
            _ when !policy.AllowsMethod(request.Method) => false,
            _ when RetryPolicy.IsBroken(error) => !ExceedsBudget(ref _read),
            _ => decision == true && !ExceedsBudget(ref _other),
        };
    }

    private bool ExceedsBudget(ref int? budget)
    {
        budget--;
        _total--;
        _left = budget is { } own && _total is { } all ? Math.Min(own, all) : budget ?? _total;
        return budget < 0 || _total < 0;
    }

    /// <summary>
    /// Returns the last response, or throws: for one that the condition rejects, and for a status that the caller does not expect.
    /// </summary>
    private async Task<Response> GiveUpAsync(Response response, bool? decision)
    {
        response.Retries = _attempts.ToArray();
        var isExpected = decision is null && options.ExpectStatus?.Contains(response.StatusCode) == true;
        if (!policy.RaiseOnStatus || isExpected) return response;
        await RequestExchange.ReadBeginningAsync(response, policy.Time, options, cancellationToken).ConfigureAwait(true);
        throw new RetryException(
            $"'{UrlRedactor.Redact(response.Url)}' responded with {response.StatusCode} {response.Reason} too often: "
                + $"given up after {_attempts.Count + 1} attempts.")
        {
            Response = response,
            Request = response.Request,
            Retries = response.Retries,
        };
    }
}
