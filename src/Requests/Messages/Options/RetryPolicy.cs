using System.Globalization;
using System.Security.Cryptography;

namespace Requests;

/// <summary>
/// When a request is sent again, how often, and how long is waited between. Each count is a budget of its own and all draw on
/// <see cref="Total"/>; null sets no limit. Each request of an exchange has the whole budget: a redirect starts anew.
/// </summary>
/// <remarks>urllib3: <c>Retry</c>, with the same names and defaults; full jitter and the cap on Retry-After come on top.</remarks>
public sealed record RetryPolicy
{
    private static readonly string[] RepeatableMethods = ["HEAD", "GET", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"];
    private static readonly int[] RetryAfterStatusCodes = [413, 429, 503];
    private static readonly int[] StandardStatusCodes = [408, 429, 500, 502, 503, 504];
    private static readonly string[] DateForms = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    private readonly IReadOnlyCollection<string>? _methods = RepeatableMethods;

    /// <summary>Sends each request once.</summary>
    public static RetryPolicy Never { get; } = new() { Total = 0, RespectRetryAfter = false };

    /// <summary>How many attempts may follow the first, whatever they failed of. Default 10.</summary>
    public int? Total { get; init => field = Budget(value); } = 10;

    /// <summary>
    /// How many may follow a connection that could not be opened: no byte was sent, so any method and body is repeated. Default null.
    /// </summary>
    public int? Connect { get; init => field = Budget(value); }

    /// <summary>How many may follow a request that was sent and got no answer. Default null.</summary>
    public int? Read { get; init => field = Budget(value); }

    /// <summary>How many redirects the exchange follows, where that is fewer than its options allow. Default null.</summary>
    public int? Redirect { get; init => field = Budget(value); }

    /// <summary>How many may follow an answer whose status asks for it. Default null.</summary>
    public int? Status { get; init => field = Budget(value); }

    /// <summary>How many may follow another failure, such as one of TLS. Default null.</summary>
    public int? Other { get; init => field = Budget(value); }

    /// <summary>
    /// The statuses that are tried again. Default none; 413, 429 and 503 are tried again when they have a Retry-After that is respected.
    /// </summary>
    /// <remarks>urllib3: <c>status_forcelist</c>.</remarks>
    public IReadOnlyCollection<int> StatusList { get; init => field = value ?? []; } = [];

    /// <summary>
    /// The methods that may be repeated once they were sent; null allows all. Default: HEAD, GET, PUT, DELETE, OPTIONS, TRACE, QUERY.
    /// </summary>
    /// <remarks>urllib3: <c>allowed_methods</c>.</remarks>
    public IReadOnlyCollection<string>? Methods
    {
        get => _methods;
        init => _methods = value?.Select(method => method.ToUpperInvariant()).ToArray();
    }

    /// <summary>Whether a status of the list is an error once the budget is used up; else its answer is returned. Default true.</summary>
    public bool RaiseOnStatus { get; init; } = true;

    /// <summary>
    /// Half the seconds to wait before the second retry, doubled for each one after: with 1 the waits are 0, 2, 4, 8 seconds. Default 0.
    /// </summary>
    /// <remarks>urllib3: <c>backoff_factor</c>.</remarks>
    public double BackoffFactor { get; init => field = Seconds(value); }

    /// <summary>The longest wait between two attempts in seconds, Retry-After aside. Default 120.</summary>
    /// <remarks>urllib3: <c>backoff_max</c>.</remarks>
    public double BackoffMaximum { get; init => field = Seconds(value); } = 120;

    /// <summary>Up to so many seconds are added to each wait, at random. Default 0.</summary>
    /// <remarks>urllib3: <c>backoff_jitter</c>.</remarks>
    public double BackoffJitter { get; init => field = Seconds(value); }

    /// <summary>Whether each wait is a random part of its length, so that many clients do not come back at once. Default false.</summary>
    public bool FullJitter { get; init; }

    /// <summary>Whether an answer's Retry-After says how long to wait. Default true.</summary>
    /// <remarks>RFC 9110 section 10.2.3, both forms; one that cannot be read counts as none.</remarks>
    public bool RespectRetryAfter { get; init; } = true;

    /// <summary>The longest Retry-After in seconds that is waited out; of a longer one, so much. Default 6 hours.</summary>
    /// <remarks>urllib3: <c>retry_after_max</c>.</remarks>
    public double RetryAfterMaximum { get; init => field = Seconds(value); } = 21600;

    /// <summary>
    /// Gets a value that indicates whether the policy is one of <see cref="Standard"/>: the first retry waits too, any method is repeated
    /// on 429 and 503 with Retry-After, a Retry-After longer than <see cref="RetryAfterMaximum"/> ends the attempts, and a body that
    /// breaks while it is read counts as a failed attempt.
    /// </summary>
    public bool IsStandard { get; private init; }

    internal TimeProvider Time { get; init; } = ProcessTime.Shared;

    /// <summary>Gives the next random number, from 0 up to 1.</summary>
    internal Func<double> Random { get; init; } = static () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    /// <summary>A policy of so many retries in all, and the defaults for the rest.</summary>
    /// <param name="total">How many attempts may follow the first.</param>
    /// <remarks>urllib3: <c>Retry.from_int</c>.</remarks>
    public static RetryPolicy FromTotal(int total) => total == 0 ? Never : new RetryPolicy { Total = total };

    /// <summary>
    /// The policy that a number alone means: 408, 429, 500, 502, 503, 504 and failures to connect or to read are tried again, where the
    /// method is idempotent; on 429 and 503 with Retry-After any method is. Waits are a random part of 1, 2, 4 seconds and so on, 30 at
    /// most; Retry-After is obeyed up to an hour, and a longer one ends the attempts. When they are used up, the last response is
    /// returned.
    /// </summary>
    /// <param name="retries">How many attempts may follow the first.</param>
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

    /// <summary>Such as <c>&lt;RetryPolicy total 3&gt;</c>.</summary>
    public override string ToString() => $"<RetryPolicy total {Total?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"}>";

    internal bool Repeats(string method) => _methods is null || _methods.Contains(method, StringComparer.Ordinal);

    /// <summary>Whether a response asks for another attempt, as far as the policy allows one at all.</summary>
    internal bool Wants(string method, Response response, int? totalLeft)
    {
        if (IsStandard) return StatusList.Contains(response.StatusCode) && WantsByStandard(method, response);
        return Repeats(method)
            && (StatusList.Contains(response.StatusCode)
                || (RespectRetryAfter && totalLeft is not 0 && RetryAfterStatusCodes.Contains(response.StatusCode) && response.Headers.ContainsKey("Retry-After")));
    }

    /// <summary>How long to wait before a transfer that broke is continued from where it broke; null when the policy ends it.</summary>
    /// <param name="method">The method of the request.</param>
    /// <param name="error">Why the body could not be read on.</param>
    /// <param name="failures">How many times the transfer has broken.</param>
    internal TimeSpan? WaitToContinue(string method, RequestException error, int failures)
    {
        if (failures > (Total ?? int.MaxValue) || failures > (Read ?? int.MaxValue) || !Repeats(method) || !IsBroken(error)) return null;
        return WaitAfter(failures, response: null);
    }

    /// <summary>Whether a request was sent, and its response or the rest of it did not come.</summary>
    /// <param name="error">The error.</param>
    internal static bool IsBroken(RequestException error) =>
        error is (ConnectionException and not SslException) or ReadTimeoutException or ChunkedEncodingException;

    /// <summary>How long to wait before the next attempt.</summary>
    /// <param name="failures">How many attempts have failed.</param>
    /// <param name="response">The answer of the last one, or null.</param>
    internal TimeSpan WaitAfter(int failures, Response? response)
    {
        if (RespectRetryAfter && response?.Headers["Retry-After"] is { } header && RetryAfter(header) is { } asked)
        {
            return TimeSpan.FromSeconds(Math.Clamp(asked, 0, RetryAfterMaximum));
        }

        var seconds = (failures <= 1 && !IsStandard) || BackoffFactor == 0 ? 0 : BackoffFactor * Math.Pow(2, failures - 1);
        if (BackoffJitter > 0) seconds += Random() * BackoffJitter;
        seconds = Math.Min(seconds, BackoffMaximum);
        return TimeSpan.FromSeconds(FullJitter ? seconds * Random() : seconds);
    }

    private bool WantsByStandard(string method, Response response)
    {
        var asked = response.Headers["Retry-After"] is { } header ? RetryAfter(header) : null;
        if (asked > RetryAfterMaximum) return false;
        return Repeats(method) || (response.StatusCode is 429 or 503 && asked is not null);
    }

    private static int? Budget(int? value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
        return value;
    }

    private static double Seconds(double value) =>
        value is >= 0 and <= 86400 * 24
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), "Seconds must be 0 or more, and no more than 24 days.");

    private double? RetryAfter(string header)
    {
        var text = header.Trim();
        if (text.Length is > 0 and < 16 && !text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return double.Parse(text, CultureInfo.InvariantCulture);
        }

        return DateTimeOffset.TryParseExact(
            text,
            DateForms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite,
            out var date)
            ? (date - Time.GetUtcNow()).TotalSeconds
            : null;
    }
}
