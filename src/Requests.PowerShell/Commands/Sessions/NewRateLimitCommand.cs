using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates a limit for the rate at which a session sends requests.</summary>
/// <remarks>
/// <para>Pass the limit to a session with -RateLimit. A number alone, as in -RateLimit 10, is a number of requests a second. All runspaces
/// that use the session share its limit. Each request that goes out counts: redirects, the steps of an authentication, retries and pages.
/// A request beyond the limit waits; those that wait are sent in the order in which they came. Ctrl+C cancels the waits, -TotalTimeout
/// includes them, and -Verbose and the Timings of the response show them.</para>
/// <para>With a limit, the session also obeys what a server says: after a response with RateLimit, or with X-RateLimit-Remaining and
/// X-RateLimit-Reset, that allows no more requests, or with Retry-After, the next request to the same scheme, host and port waits until
/// the server allows it, at most an hour. The Retry-After of 201 and 202 is not obeyed, because it belongs to the operation that was
/// started.</para>
/// <para>The limit is a token bucket. A limit that is set anew begins with a whole burst.</para>
/// </remarks>
/// <example>
/// <code>$limit = New-RateLimit 90 -Per 60 -Burst 10 -By Host
/// $session = New-RequestSession -RateLimit $limit
/// (Invoke-Request https://api.example.com/get -Session $session).StatusCode</code>
/// Sends at most 90 requests in 60 seconds to each host, up to bursts of 10.
/// </example>
/// <example>
/// <code>$session = New-RequestSession -RateLimit 50
/// 1..10 | ForEach-Object { "https://api.example.com/anything/$_" } | Invoke-Request -Session $session -ThrottleLimit 4</code>
/// Sends up to 4 requests at the same time, and one every 20 milliseconds.
/// </example>
/// <seealso href="docs/guide/many.md"/>
[Cmdlet(VerbsCommon.New, "RateLimit")]
[OutputType(typeof(RateLimit))]
public sealed class NewRateLimitCommand : RequestCmdlet
{
    /// <summary>Specifies the number of requests in -Per. It can have a fraction.</summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "Specifies the number of requests in -Per.")]
    [AllowNull]
    [ValueType(typeof(double))]
    public object? Requests { get; set; }

    /// <summary>Specifies the time in which the requests can be sent: seconds or a time span, up to 24 days. Default: one second.</summary>
    [Parameter(HelpMessage = "Specifies the time in which the requests can be sent, in seconds or as a time span.")]
    public object? Per { get; set; } = 1;

    /// <summary>
    /// Specifies the number of requests that can be sent together after a time without requests. Default: 1, which sends the requests at
    /// even distances.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the number of requests that can be sent together after a time without requests.")]
    [ValueType(typeof(int))]
    public object? Burst { get; set; } = 1;

    /// <summary>
    /// Specifies which requests share the limit: Session for all requests of the session, or Host for those to the same scheme, host and
    /// port. Default: Session.
    /// </summary>
    [Parameter(HelpMessage = "Specifies which requests share the limit: Session or Host.")]
    [ValueType(typeof(RateLimitScope))]
    [ArgumentCompleter(typeof(RateLimitScopeCompleter))]
    public object? By { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() => new RateLimit(RateLimitConverter.ToRequests(Requests, nameof(Requests)))
    {
        Per = RateLimitConverter.ToPer(Per),
        Burst = NumberConverter.ToInt32(Burst, nameof(Burst), 1, RateLimit.Largest),
        By = TextConverter.ToOptionalMember<RateLimitScope>(By, nameof(By)) ?? RateLimitScope.Session,
    });
}
