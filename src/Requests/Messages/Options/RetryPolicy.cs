using System.Globalization;
using System.Security.Cryptography;

namespace Requests;

/// <summary>
/// Specifies when a request is sent again, how often, and the wait between attempts. Each count is a separate budget and also draws on
/// <see cref="Total"/>; null sets no limit. Each request of an exchange has the whole budget: a redirect starts with a new one.
/// </summary>
/// <remarks>urllib3: <c>Retry</c>, with the same names and defaults; full jitter and the limit on Retry-After are additions.</remarks>
public sealed record RetryPolicy
{
    private static readonly string[] RepeatableMethods = ["HEAD", "GET", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"];
    private static readonly int[] RetryAfterStatusCodes = [413, 429, 503];
    private static readonly int[] StandardStatusCodes = [408, 429, 500, 502, 503, 504];

    private readonly IReadOnlyCollection<string>? _methods = RepeatableMethods;

    /// <summary>Gets a policy that sends each request once.</summary>
    public static RetryPolicy Never { get; } = new() { Total = 0, RespectRetryAfter = false };

    /// <summary>Gets the largest number of retries for all kinds of failure. Default: 10.</summary>
    public int? Total { get; init => field = CheckBudget(value); } = 10;

    /// <summary>
    /// Gets the largest number of retries after a connection could not be opened. No byte was sent, so any method and body is repeated.
    /// Default: null.
    /// </summary>
    public int? Connect { get; init => field = CheckBudget(value); }

    /// <summary>Gets the largest number of retries after a request was sent and no response was received. Default: null.</summary>
    public int? Read { get; init => field = CheckBudget(value); }

    /// <summary>
    /// Gets the largest number of redirects of the exchange, where it is smaller than that of its options. Default: null.
    /// </summary>
    public int? Redirect { get; init => field = CheckBudget(value); }

    /// <summary>Gets the largest number of retries after a response whose status is retried. Default: null.</summary>
    public int? Status { get; init => field = CheckBudget(value); }

    /// <summary>Gets the largest number of retries after another failure, such as one of TLS. Default: null.</summary>
    public int? Other { get; init => field = CheckBudget(value); }

    /// <summary>
    /// Gets the statuses that are retried. Default: empty. 413, 429 and 503 are also retried when they have a Retry-After that is
    /// respected.
    /// </summary>
    /// <remarks>urllib3: <c>status_forcelist</c>.</remarks>
    public IReadOnlyCollection<int> StatusList { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Gets the methods that may be repeated after they were sent; null allows all. Default: HEAD, GET, PUT, DELETE, OPTIONS, TRACE, QUERY.
    /// </summary>
    /// <remarks>urllib3: <c>allowed_methods</c>.</remarks>
    public IReadOnlyCollection<string>? Methods
    {
        get => _methods;
        init => _methods = value?.Select(method => method.ToUpperInvariant()).ToArray();
    }

    /// <summary>
    /// Gets a value that indicates whether a status of the list, or a response that <see cref="When"/> rejects, is an error when the
    /// budget is exhausted; false returns the response. Default: true.
    /// </summary>
    public bool RaiseOnStatus { get; init; } = true;

    /// <summary>
    /// Gets half the wait in seconds before the second retry, doubled for each later one: with 1 the waits are 0, 2, 4, 8 seconds.
    /// Default: 0.
    /// </summary>
    /// <remarks>urllib3: <c>backoff_factor</c>.</remarks>
    public double BackoffFactor { get; init => field = CheckSeconds(value); }

    /// <summary>Gets the longest wait between two attempts in seconds, except for Retry-After. Default: 120.</summary>
    /// <remarks>urllib3: <c>backoff_max</c>.</remarks>
    public double BackoffMaximum { get; init => field = CheckSeconds(value); } = 120;

    /// <summary>Gets the largest random time in seconds that is added to each wait. Default: 0.</summary>
    /// <remarks>urllib3: <c>backoff_jitter</c>.</remarks>
    public double BackoffJitter { get; init => field = CheckSeconds(value); }

    /// <summary>
    /// Gets a value that indicates whether each wait is a random part of its length, so that many clients do not retry simultaneously.
    /// Default: false.
    /// </summary>
    public bool FullJitter { get; init; }

    /// <summary>Gets a value that indicates whether the Retry-After of a response sets the wait. Default: true.</summary>
    /// <remarks>RFC 9110 section 10.2.3, in both forms; a value that cannot be read is ignored.</remarks>
    public bool RespectRetryAfter { get; init; } = true;

    /// <summary>Gets the longest wait in seconds for a Retry-After; a longer one is reduced to it. Default: 21600 (6 hours).</summary>
    /// <remarks>urllib3: <c>retry_after_max</c>.</remarks>
    public double RetryAfterMaximum { get; init => field = CheckSeconds(value); } = 21600;

    /// <summary>
    /// Gets a value that indicates whether the policy is one of <see cref="Standard"/>: the first retry waits too, any method is repeated
    /// on 429 and 503 with Retry-After, a Retry-After longer than <see cref="RetryAfterMaximum"/> ends the attempts, and a body that
    /// breaks while it is read counts as a failed attempt.
    /// </summary>
    public bool IsStandard { get; private init; }

    /// <summary>
    /// Gets the function that decides about each response and each error first, or null. True sends the request again, within the budgets
    /// and where <see cref="Methods"/> has the method; false ends the attempts; null leaves the decision to the other rules. It is called
    /// where the caller awaits the exchange. An error of the function ends the exchange.
    /// </summary>
    public RetryCondition? When { get; init; }

    internal TimeProvider Time { get; init; } = ProcessTime.Shared;

    /// <summary>Gets the function that returns the next random number, from 0 to less than 1.</summary>
    internal Func<double> Random { get; init; } = static () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    /// <summary>Creates a policy with a total number of retries and the defaults for the other values.</summary>
    /// <param name="total">The largest number of retries.</param>
    /// <remarks>urllib3: <c>Retry.from_int</c>.</remarks>
    public static RetryPolicy FromTotal(int total) => total == 0 ? Never : new RetryPolicy { Total = total };

    /// <summary>
    /// Creates the policy for a number of retries. 408, 429, 500, 502, 503, 504 and failures to connect or to read are retried where the
    /// method is idempotent; 429 and 503 with Retry-After are retried for any method. The waits are a random part of 1, 2, 4 seconds and
    /// so on, at most 30; Retry-After is obeyed up to an hour, and a longer one ends the attempts. When the retries are exhausted, the
    /// last response is returned.
    /// </summary>
    /// <param name="retries">The largest number of retries.</param>
    public static RetryPolicy Standard(int retries) => retries == 0 ? Never : new RetryPolicy
    {
        IsStandard = true,
        Total = retries,
        Other = 0,
        StatusList = StandardStatusCodes,
        RaiseOnStatus = false,
        BackoffFactor = 1,
        BackoffMaximum = 30,
        FullJitter = true,
        RetryAfterMaximum = 3600,
    };

    /// <summary>Returns a text such as <c>&lt;RetryPolicy total 3&gt;</c>.</summary>
    public override string ToString() => $"<RetryPolicy total {Total?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"}>";

    internal bool AllowsMethod(string method) => _methods is null || _methods.Contains(method, StringComparer.Ordinal);

    /// <summary>Returns whether a response is followed by another attempt, where the budget allows one.</summary>
    internal bool AllowsRetry(string method, Response response, int? totalLeft)
    {
        if (IsStandard) return StatusList.Contains(response.StatusCode) && AllowsRetryByStandard(method, response);
        return AllowsMethod(method)
            && (StatusList.Contains(response.StatusCode)
                || (RespectRetryAfter && totalLeft is not 0 && RetryAfterStatusCodes.Contains(response.StatusCode)
                    && response.Headers.ContainsKey("Retry-After")));
    }

    /// <summary>
    /// Returns the wait before a broken transfer is continued where it broke; null when the policy allows no more attempts.
    /// </summary>
    /// <param name="method">The method of the request.</param>
    /// <param name="error">The error that broke the transfer.</param>
    /// <param name="failures">The number of times that the transfer has broken.</param>
    internal TimeSpan? WaitToContinue(string method, RequestException error, int failures)
    {
        if (failures > (Total ?? int.MaxValue) || failures > (Read ?? int.MaxValue)) return null;
        if (!AllowsMethod(method) || !IsBroken(error)) return null;
        return WaitAfter(failures, response: null);
    }

    /// <summary>Returns whether a request was sent and its response was not received completely.</summary>
    /// <param name="error">The error.</param>
    internal static bool IsBroken(RequestException error) =>
        error is (ConnectionException and not SslException) or ReadTimeoutException or ChunkedEncodingException;

    /// <summary>Returns the wait before the next attempt.</summary>
    /// <param name="failures">The number of attempts that have failed.</param>
    /// <param name="response">The response of the last attempt, or null.</param>
    internal TimeSpan WaitAfter(int failures, Response? response)
    {
        if (RespectRetryAfter && GetRetryAfter(response) is { } wait)
        {
            return TimeSpan.FromSeconds(Math.Clamp(wait, 0, RetryAfterMaximum));
        }

        var seconds = (failures <= 1 && !IsStandard) || BackoffFactor == 0 ? 0 : BackoffFactor * Math.Pow(2, failures - 1);
        if (BackoffJitter > 0) seconds += Random() * BackoffJitter;
        seconds = Math.Min(seconds, BackoffMaximum);
        return TimeSpan.FromSeconds(FullJitter ? seconds * Random() : seconds);
    }

    private bool AllowsRetryByStandard(string method, Response response)
    {
        var wait = GetRetryAfter(response);
        if (wait > RetryAfterMaximum) return false;
        return AllowsMethod(method) || (response.StatusCode is 429 or 503 && wait is not null);
    }

    private static int? CheckBudget(int? value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
        return value;
    }

    private static double CheckSeconds(double value) =>
        value is >= 0 and <= 86400 * 24
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), "Seconds must be 0 or more, and no more than 24 days.");

    private double? GetRetryAfter(Response? response) => RetryAfter.GetSeconds(response?.Headers["Retry-After"], Time.GetUtcNow());
}
