using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates a policy that defines when a request is sent again.</summary>
/// <remarks>
/// <para>Pass the policy to a call, a session or an adapter with -Retry. Every failure counts against -Total and against the limit of its
/// kind; the call fails when one of them is used up. The Retries property of the response lists what was repeated. Ctrl+C cancels a
/// wait.</para>
/// <para>This is the policy of urllib3: a status is retried only if -StatusList contains it, and the first retry follows without a wait.
/// A number alone, as in -Retry 3, is the standard policy: 408, 429, 500, 502, 503, 504 and failures to connect or read, with waits that
/// grow from one second.</para>
/// <para>A request whose body cannot be sent twice is sent once. Without a policy every request is sent once.</para>
/// <para>Python equivalent: urllib3.Retry.</para>
/// </remarks>
/// <example>
/// <code>$policy = New-RetryPolicy -Total 3 -StatusList 500, 502, 503, 504 -BackoffFactor 0.5
/// Invoke-Request https://api.example.com/get -Retry $policy</code>
/// Retries up to three times: immediately, after 1 second and after 2 seconds.
/// </example>
/// <example>
/// <code>New-RequestSession -Retry (New-RetryPolicy -Total 5 -StatusList 503 -Methods GET, POST -FullJitter -BackoffFactor 1)</code>
/// Creates a session that also retries POST and waits a random part of each delay.
/// </example>
/// <example>
/// <code>$policy = New-RetryPolicy -Total 5 -BackoffFactor 0.1 -When {
///     param($Response, $Exception)
///     if ($Response.Headers['Content-Type'] -like '*json*' -and $Response.Text -like '*"state":"busy"*') { $true }
/// }
/// (Invoke-Request https://api.example.com/get -Retry $policy).StatusCode</code>
/// Retries while a response with any status says that the server is busy. Otherwise the other rules of the policy decide.
/// </example>
/// <seealso href="docs/guide/adapters.md"/>
[Cmdlet(VerbsCommon.New, "RetryPolicy")]
[OutputType(typeof(RetryPolicy))]
public sealed class NewRetryPolicyCommand : RequestCmdlet
{
    private const double LongestWait = 86400 * 24;

    /// <summary>Specifies the maximum number of retries for all kinds of failures together. $null sets no limit. Default: 10.</summary>
    [Parameter(Position = 0)]
    [ValueType(typeof(int))]
    public object? Total { get; set; } = 10;

    /// <summary>
    /// Specifies the maximum number of retries after a connection could not be opened. Default: limited by -Total only.
    /// </summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? Connect { get; set; }

    /// <summary>
    /// Specifies the maximum number of retries after a request was sent and no response arrived. Default: limited by -Total only.
    /// </summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? Read { get; set; }

    /// <summary>
    /// Specifies the maximum number of redirects to follow, where it is less than -MaximumRedirection. Default: no separate limit.
    /// </summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? Redirect { get; set; }

    /// <summary>
    /// Specifies the maximum number of retries after a response whose status is retried. Default: limited by -Total only.
    /// </summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? Status { get; set; }

    /// <summary>
    /// Specifies the maximum number of retries after another failure, such as one of TLS. Default: limited by -Total only.
    /// </summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? Other { get; set; }

    /// <summary>
    /// Specifies the statuses that are retried: numbers from 100 to 999. 413, 429 and 503 with a Retry-After header are retried without
    /// being listed.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(RetryStatusCompleter))]
    [ValueType(typeof(int[]))]
    public object? StatusList { get; set; }

    /// <summary>
    /// Specifies a script block that decides first: param($Response, $Exception). One of the two can be $null. If its last output is
    /// $true, the request is sent again, also for a status that -StatusList does not have, within the limits and if -Methods has the
    /// method. $false ends the attempts. Without output, the other rules decide. The block runs on the pipeline thread and can read the
    /// body, which is emitted or saved all the same. An error that it throws ends the call.
    /// </summary>
    [Parameter]
    public object? When { get; set; }

    /// <summary>
    /// Specifies the methods that can be repeated after they were sent. $null allows all methods. Default: HEAD, GET, PUT, DELETE,
    /// OPTIONS, TRACE, QUERY.
    /// </summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(MethodCompleter))]
    [ValueType(typeof(string[]))]
    public object? Methods { get; set; }

    /// <summary>
    /// Indicates that a listed status, or a response that -When rejects, is an error when the policy is used up. Default: yes;
    /// -RaiseOnStatus:$false returns the response.
    /// </summary>
    [Parameter]
    public SwitchParameter RaiseOnStatus { get; set; } = true;

    /// <summary>
    /// Specifies half the wait in seconds before the second retry; the wait doubles for each further retry. With 1 the waits are 0, 2, 4
    /// and 8 seconds. Default: 0.
    /// </summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? BackoffFactor { get; set; } = 0d;

    /// <summary>Specifies the maximum wait in seconds, except for Retry-After. Default: 120.</summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? BackoffMaximum { get; set; } = 120;

    /// <summary>Specifies the maximum number of seconds that is added to each wait at random. Default: 0.</summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? BackoffJitter { get; set; } = 0d;

    /// <summary>Indicates that each wait is a random part of the delay, so that many clients do not return at the same time.</summary>
    [Parameter]
    public SwitchParameter FullJitter { get; set; }

    /// <summary>Indicates that a Retry-After header, in seconds or as a date, defines the wait. Default: yes.</summary>
    [Parameter]
    public SwitchParameter RespectRetryAfter { get; set; } = true;

    /// <summary>
    /// Specifies the longest wait in seconds for a Retry-After; a longer one is reduced to it. Default: 21600; that is 6 hours.
    /// </summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? RetryAfterMaximum { get; set; } = 21600;

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        var policy = new RetryPolicy
        {
            Total = NumberConverter.ToCount<int>(Total, nameof(Total)),
            Connect = NumberConverter.ToCount<int>(Connect, nameof(Connect)),
            Read = NumberConverter.ToCount<int>(Read, nameof(Read)),
            Redirect = NumberConverter.ToCount<int>(Redirect, nameof(Redirect)),
            Status = NumberConverter.ToCount<int>(Status, nameof(Status)),
            Other = NumberConverter.ToCount<int>(Other, nameof(Other)),
            StatusList = NumberConverter.ToInt32s(StatusList, nameof(StatusList), 100, 999),
            When = ScriptBlocks.ToRetryCondition(When, nameof(When)),
            RaiseOnStatus = RaiseOnStatus,
            BackoffFactor = NumberConverter.ToDouble(BackoffFactor, nameof(BackoffFactor), 0, LongestWait),
            BackoffMaximum = NumberConverter.ToDouble(BackoffMaximum, nameof(BackoffMaximum), 0, LongestWait),
            BackoffJitter = NumberConverter.ToDouble(BackoffJitter, nameof(BackoffJitter), 0, LongestWait),
            FullJitter = FullJitter,
            RespectRetryAfter = RespectRetryAfter,
            RetryAfterMaximum = NumberConverter.ToDouble(RetryAfterMaximum, nameof(RetryAfterMaximum), 0, LongestWait),
        };
        return Has(nameof(Methods))
            ? policy with { Methods = TextConverter.ToTexts(Methods, nameof(Methods), "a method, a list of them, or $null for all") }
            : policy;
    });
}
