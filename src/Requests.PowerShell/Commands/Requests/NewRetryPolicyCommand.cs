using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates a policy that defines when a request is sent again.</summary>
/// <remarks>
/// <para>Pass the policy to a call, a session or an adapter with -Retry. Every failure counts against -Total and against the limit of its
/// kind; the call fails when one of them is used up. The Retries property of the response lists what was repeated. Ctrl+C cancels a
/// wait.</para>
/// <para>This is the policy of urllib3: a status is retried only if -StatusList contains it, and the first retry follows without a wait.
/// A number alone, as in -Retry 3, is the standard policy: 408, 429, 500, 502, 503, 504 and failures to connect or read, with waits that
/// grow from one second. With -Standard the cmdlet creates that policy, and the other parameters change it.</para>
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
/// <example>
/// <code>$policy = New-RetryPolicy 5 -Standard -When { param($Response) if ($Response.StatusCode -eq 409) { $true } }
/// (Invoke-Request https://api.example.com/get -Retry $policy).StatusCode</code>
/// Retries as -Retry 5 does, and also a 409.
/// </example>
/// <seealso href="docs/guide/adapters.md"/>
[Cmdlet(VerbsCommon.New, "RetryPolicy")]
[OutputType(typeof(RetryPolicy))]
public sealed class NewRetryPolicyCommand : RequestCmdlet
{
    private const double LongestWait = 86400 * 24;
    private const int StandardTotal = 3;

    /// <summary>
    /// Specifies the maximum number of retries for all kinds of failures together. $null sets no limit. Default: 10; with -Standard 3.
    /// </summary>
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
    /// Specifies the maximum number of retries after another failure, such as one of TLS. Default: limited by -Total only; with -Standard
    /// 0.
    /// </summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? Other { get; set; }

    /// <summary>
    /// Specifies the statuses that are retried: numbers from 100 to 999. 413, 429 and 503 with a Retry-After header are retried without
    /// being listed. Default: none; with -Standard 408, 429, 500, 502, 503, 504.
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
    /// -RaiseOnStatus:$false returns the response, as -Standard does.
    /// </summary>
    [Parameter]
    public SwitchParameter RaiseOnStatus { get; set; } = true;

    /// <summary>
    /// Specifies half the wait in seconds before the second retry; the wait doubles for each further retry. With 1 the waits are 0, 2, 4
    /// and 8 seconds. Default: 0. With -Standard the default is 1, and the waits are 1, 2, 4 and 8 seconds.
    /// </summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? BackoffFactor { get; set; } = 0d;

    /// <summary>Specifies the maximum wait in seconds, except for Retry-After. Default: 120; with -Standard 30.</summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? BackoffMaximum { get; set; } = 120;

    /// <summary>Specifies the maximum number of seconds that is added to each wait at random. Default: 0.</summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? BackoffJitter { get; set; } = 0d;

    /// <summary>
    /// Indicates that each wait is a random part of the delay, so that many clients do not return at the same time. Default: no; with
    /// -Standard yes.
    /// </summary>
    [Parameter]
    public SwitchParameter FullJitter { get; set; }

    /// <summary>Indicates that a Retry-After header, in seconds or as a date, defines the wait. Default: yes.</summary>
    [Parameter]
    public SwitchParameter RespectRetryAfter { get; set; } = true;

    /// <summary>
    /// Specifies the longest wait in seconds for a Retry-After; a longer one is reduced to it. Default: 21600; that is 6 hours. With
    /// -Standard the default is 3600, and a longer one ends the attempts.
    /// </summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? RetryAfterMaximum { get; set; } = 21600;

    /// <summary>
    /// Indicates that the policy is the one of a number alone, as in -Retry 3, with the changes of the other parameters. Used to add -When
    /// to it. Default: the policy of urllib3.
    /// </summary>
    [Parameter]
    public SwitchParameter Standard { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        var start = Standard ? RetryPolicy.Standard(StandardTotal) : new RetryPolicy();
        return start with
        {
            Total = Choose(nameof(Total), start.Total, ToCount, Total),
            Connect = Choose(nameof(Connect), start.Connect, ToCount, Connect),
            Read = Choose(nameof(Read), start.Read, ToCount, Read),
            Redirect = Choose(nameof(Redirect), start.Redirect, ToCount, Redirect),
            Status = Choose(nameof(Status), start.Status, ToCount, Status),
            Other = Choose(nameof(Other), start.Other, ToCount, Other),
            StatusList = Choose(nameof(StatusList), start.StatusList, ToStatuses, StatusList),
            Methods = Choose(nameof(Methods), start.Methods, ToMethods, Methods),
            When = ScriptBlocks.ToRetryCondition(When, nameof(When)),
            RaiseOnStatus = Has(nameof(RaiseOnStatus)) ? RaiseOnStatus : start.RaiseOnStatus,
            BackoffFactor = Choose(nameof(BackoffFactor), start.BackoffFactor, ToSeconds, BackoffFactor),
            BackoffMaximum = Choose(nameof(BackoffMaximum), start.BackoffMaximum, ToSeconds, BackoffMaximum),
            BackoffJitter = Choose(nameof(BackoffJitter), start.BackoffJitter, ToSeconds, BackoffJitter),
            FullJitter = Has(nameof(FullJitter)) ? FullJitter : start.FullJitter,
            RespectRetryAfter = RespectRetryAfter,
            RetryAfterMaximum = Choose(nameof(RetryAfterMaximum), start.RetryAfterMaximum, ToSeconds, RetryAfterMaximum),
        };
    });

    /// <summary>Converts the value of a parameter that was bound; returns the default of the policy otherwise.</summary>
    private T Choose<T>(string name, T standard, Func<object?, string, T> convert, object? value) =>
        Has(name) ? convert(value, name) : standard;

    private static int? ToCount(object? value, string name) => NumberConverter.ToCount<int>(value, name);

    private static double ToSeconds(object? value, string name) => NumberConverter.ToDouble(value, name, 0, LongestWait);

    private static int[] ToStatuses(object? value, string name) => NumberConverter.ToInt32s(value, name, 100, 999);

    private static string[]? ToMethods(object? value, string name) =>
        TextConverter.ToTexts(value, name, "a method, a list of them, or $null for all");
}
