using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>
/// The base class of the cmdlets that wait for a state or an operation of a server, of one record or of several at the same time.
/// </summary>
public abstract class WaitingCmdlet : SendOptionsCmdlet
{
    private ThrottledSender? _sender;
    private TimeSpan _every;

    /// <summary>
    /// Specifies the wait in seconds between two requests, as a number or a time span. The Retry-After of a response replaces it; one of 0
    /// waits a quarter of a second, or as long as -Every where that is less. Default: 5.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the wait in seconds between two requests.")]
    [ValueType(typeof(double))]
    public object? Every { get; set; } = 5;

    /// <summary>
    /// Specifies for how many records of the pipeline the cmdlet waits at the same time. Results keep the order of the input. Default: 1.
    /// </summary>
    [Parameter(HelpMessage = "Specifies for how many records of the pipeline the cmdlet waits at the same time.")]
    [ValueType(typeof(int))]
    public object? ThrottleLimit { get; set; } = 1;

    /// <summary>
    /// Indicates that the cmdlet emits results in the order in which they are complete. Used with a -ThrottleLimit of more than 1.
    /// </summary>
    [Parameter(HelpMessage = "Emits results in the order in which they are complete.")]
    public SwitchParameter Unordered { get; set; }

    /// <summary>Gets the method and URL of the current record, for error records, or null if they are not known.</summary>
    private protected abstract RequestSummary? Summary { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        var limit = OrThrow<object>(() =>
        {
            _every = ValueConverter.ToWait(Every, nameof(Every));
            MergeOptions(new SendOptions());
            return NumberConverter.ToInt32(ThrottleLimit, nameof(ThrottleLimit), 1);
        });
        StartLog();
        _sender = new ThrottledSender(this, (int)limit, inOrder: !Unordered);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _sender!.Add(CreatePending());

    /// <inheritdoc/>
    protected override void EndProcessing() => _sender!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _sender?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Converts the current record, and returns a function that waits for its result.</summary>
    /// <param name="counters">The counters for the progress display.</param>
    /// <exception cref="RequestException">The record cannot be used.</exception>
    private protected abstract Func<CancellationToken, Task<Response>> Prepare(TransferCounters counters);

    /// <summary>
    /// Returns how to wait, and the options of each request: -TotalTimeout limits the whole wait, and the limit of the session each
    /// request.
    /// </summary>
    /// <param name="defaults">The options that the bound parameters change.</param>
    /// <param name="counters">The counters for the progress display.</param>
    /// <param name="skipsConnectionErrors">Whether the wait continues after a failed connection.</param>
    private protected (WaitOptions Wait, SendOptions Options) MergeWait(
        SendOptions defaults,
        TransferCounters counters,
        bool skipsConnectionErrors = false)
    {
        var options = MergeOptions(defaults, Log);
        var limit = Has(nameof(TotalTimeout)) ? options.TotalTimeout : null;
        if (Has(nameof(TotalTimeout))) options = options with { TotalTimeout = limit is null ? null : defaults.TotalTimeout };
        var wait = new WaitOptions
        {
            Every = _every,
            TotalTimeout = limit,
            SkipConnectionErrors = skipsConnectionErrors,
            Counters = counters,
        };
        return (wait, options);
    }

    private PendingRequest CreatePending()
    {
        TransferCounters? counters = null;
        try
        {
            using var scope = Context.Enter();
            counters = new TransferCounters();
            var result = Prepare(counters);
            var summary = Summary;
            GetProgress().Add(counters, summary?.Url ?? "");
            return new PendingRequest(summary, cancellation => RunAsync(result, cancellation), counters);
        }
        catch (Exception error) when (IsReported(error))
        {
            return PendingRequest.Failed(Summary, error);
        }
    }

    private static async IAsyncEnumerable<object> RunAsync(
        Func<CancellationToken, Task<Response>> result,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await result(cancellation).ConfigureAwait(true);
    }
}
