using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Makes a policy that says when a request is sent again.</summary>
/// <remarks>
/// <para>Give it to a call, a session or an adapter with -Retry. Every failure draws on -Total and on the count of its kind; the call fails
/// when one of them is used up. What was repeated is in the response's property Retries. Ctrl+C ends a wait.</para>
/// <para>This is urllib3's policy: no status is tried again unless -StatusList names it, and the first retry follows at once. A number alone, as in -Retry 3, is
/// the standard policy: 408, 429, 500, 502, 503, 504 and failures to connect or read, with waits that grow from a second.</para>
/// <para>A request whose body cannot be sent twice is sent once. Without a policy every request is sent once. urllib3: Retry.</para>
/// </remarks>
/// <example><code>$policy = New-RetryPolicy -Total 3 -StatusList 500, 502, 503, 504 -BackoffFactor 0.5
/// Invoke-Request https://api.example.com/get -Retry $policy</code>Tries up to three times more, at once, then after 1 and 2 seconds.</example>
/// <example><code>New-RequestSession -Retry (New-RetryPolicy -Total 5 -StatusList 503 -Methods GET, POST -FullJitter -BackoffFactor 1)</code>A session that repeats POST too, waiting a random part of each delay.</example>
/// <seealso href="docs/guide/adapters.md"/>
[Cmdlet(VerbsCommon.New, "RetryPolicy")]
[OutputType(typeof(RetryPolicy))]
public sealed class NewRetryPolicyCommand : RequestCmdlet
{
    private const double LongestWait = 86400 * 24;

    /// <summary>How many attempts may follow the first, whatever they failed of. Default 10; $null sets no limit.</summary>
    [Parameter(Position = 0)]
    [ValueType(typeof(int))]
    public object? Total { get; set; } = 10;

    /// <summary>How many may follow a connection that could not be opened. Default: no limit but -Total.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? Connect { get; set; }

    /// <summary>How many may follow a request that was sent and got no response. Default: no limit but -Total.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? Read { get; set; }

    /// <summary>How many redirects are followed, where that is fewer than -MaximumRedirection. Default: no limit of its own.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? Redirect { get; set; }

    /// <summary>How many may follow a response whose status asks for it. Default: no limit but -Total.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? Status { get; set; }

    /// <summary>How many may follow another failure, such as one of TLS. Default: no limit but -Total.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? Other { get; set; }

    /// <summary>The statuses that are tried again. 413, 429 and 503 with a Retry-After are, without being listed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RetryStatusCompleter))]
    [ValueType(typeof(int[]))]
    public object? StatusList { get; set; }

    /// <summary>The methods that may be repeated once they were sent; $null allows all. Default: HEAD, GET, PUT, DELETE, OPTIONS, TRACE, QUERY.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(MethodCompleter))]
    [ValueType(typeof(string[]))]
    public object? Methods { get; set; }

    /// <summary>Whether a listed status is an error once the policy is used up. Default: yes; -RaiseOnStatus:$false returns its response.</summary>
    [Parameter]
    public SwitchParameter RaiseOnStatus { get; set; } = true;

    /// <summary>Half the seconds to wait before the second retry, doubled for each one after: with 1 the waits are 0, 2, 4, 8 seconds. Default 0.</summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? BackoffFactor { get; set; } = 0d;

    /// <summary>The longest wait in seconds, Retry-After aside. Default 120.</summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? BackoffMaximum { get; set; } = 120;

    /// <summary>Up to so many seconds are added to each wait, at random. Default 0.</summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? BackoffJitter { get; set; } = 0d;

    /// <summary>Waits a random part of each delay, so that many clients do not come back at once.</summary>
    [Parameter]
    public SwitchParameter FullJitter { get; set; }

    /// <summary>Whether a Retry-After, in seconds or as a date, says how long to wait. Default: yes.</summary>
    [Parameter]
    public SwitchParameter RespectRetryAfter { get; set; } = true;

    /// <summary>The longest Retry-After in seconds that is waited out. Default 21600, 6 hours.</summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? RetryAfterMaximum { get; set; } = 21600;

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() =>
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
            RaiseOnStatus = RaiseOnStatus,
            BackoffFactor = NumberConverter.ToDouble(BackoffFactor, nameof(BackoffFactor), 0, LongestWait),
            BackoffMaximum = NumberConverter.ToDouble(BackoffMaximum, nameof(BackoffMaximum), 0, LongestWait),
            BackoffJitter = NumberConverter.ToDouble(BackoffJitter, nameof(BackoffJitter), 0, LongestWait),
            FullJitter = FullJitter,
            RespectRetryAfter = RespectRetryAfter,
            RetryAfterMaximum = NumberConverter.ToDouble(RetryAfterMaximum, nameof(RetryAfterMaximum), 0, LongestWait),
        };
        return Has(nameof(Methods)) ? policy with { Methods = TextConverter.ToTexts(Methods, nameof(Methods), "a method, a list of them, or $null for all") } : policy;
    });
}
