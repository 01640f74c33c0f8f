using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The base class of the cmdlets that send requests, one or several at a time, and follow pages.</summary>
public abstract partial class SendingCmdlet : SendOptionsCmdlet
{
    /// <summary>The default value, boxed once for all calls.</summary>
    private static readonly object OneAtATime = 1;

    private ThrottledSender? _sender;
    private ResponseOutput? _output;
    private TransferCounters? _counters;
    private int _limit;

    /// <summary>
    /// Specifies the session that supplies settings, cookies and connections. Default: none; cookies and settings are not kept between
    /// calls.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the session that supplies settings, cookies and connections.")]
    public object? Session { get; set; }

    /// <summary>
    /// Specifies the maximum number of requests from the pipeline that are in flight at the same time. Responses keep the order of the
    /// input. Hooks and output run on the pipeline's own thread. Default: 1.
    /// </summary>
    [Parameter(HelpMessage = "Specifies how many requests from the pipeline are in flight at the same time.")]
    [ValueType(typeof(int))]
    public object? ThrottleLimit { get; set; } = OneAtATime;

    /// <summary>
    /// Indicates that the cmdlet emits responses in the order in which they arrive. Used with a -ThrottleLimit of more than 1.
    /// </summary>
    [Parameter(HelpMessage = "Emits responses in the order in which they arrive.")]
    public SwitchParameter Unordered { get; set; }

    /// <summary>Gets the method and URL of the current record, for error records, or null if they are not known.</summary>
    private protected abstract RequestSummary? Summary { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        ReadParameters();
        if (FindConflict() is { } conflict) ThrowConflict(conflict);
        StartLog();

        // A call that sends one request at a time and emits its response does not need the overhead of a ThrottledSender.
        if (_limit == 1 && _pages is null && _format is null && _outFile is null) return;
        _sender = new ThrottledSender(this, _limit, inOrder: !Unordered);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _sender?.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _sender?.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_sender is not null)
        {
            _sender.Add(CreatePending());
            return;
        }

        Response response;
        try
        {
            response = SendOne();
        }
        catch (Exception error) when (IsReported(error))
        {
            WriteRequestError(error, Summary);
            return;
        }

        WriteObject(response);
    }

    /// <summary>Prepares the request of the current record.</summary>
    /// <param name="session">The session that prepares the request.</param>
    /// <param name="file">The download target of the body, or null.</param>
    /// <exception cref="RequestException">The request cannot be prepared.</exception>
    private protected abstract PreparedRequest Prepare(RequestSession session, DownloadTarget? file);

    private Response SendOne()
    {
        try
        {
            return Run(this, static (cmdlet, cancellation) => cmdlet.SendAsync(cancellation));
        }
        finally
        {
            if (_counters is not null) Progress!.End(_counters);
            _counters = null;
        }
    }

    private Task<Response> SendAsync(CancellationToken cancellation)
    {
        var session = ResolveSession();
        var prepared = PrepareRecord(session, file: null);
        _counters = prepared.Counters;
        var options = MergeOptions(session.Defaults, Log);
        if (session.RequiresCallerContext(prepared, options)) return session.SendAsync(prepared, options, cancellation);

        // Without callbacks the engine can continue on any thread, which saves a switch to this thread for each of its steps.
        Task<Response> sending;
        using (PipelineContext.Leave()) sending = session.SendAsync(prepared, options, cancellation);
        return sending;
    }

    private PreparedRequest PrepareRecord(RequestSession session, DownloadTarget? file)
    {
        var prepared = Prepare(session, file);
        BeginRequest(session, prepared);

        // Lines and events have no known end, and the pipeline shows what has arrived: a progress display is not needed.
        if (_format is ResponseFormat.Lines or ResponseFormat.Events) return prepared;
        prepared.Counters = GetProgress().Begin(prepared.Url);
        return prepared;
    }

    /// <summary>Gets the session that sends the current record when -Session is not given, or null for a new one.</summary>
    private protected virtual RequestSession? RecordSession => null;

    private RequestSession ResolveSession() =>
        SessionConverter.ToSession(Session) ?? RecordSession ?? RequestSession.CreateStateless();

    private PendingRequest CreatePending()
    {
        try
        {
            using var scope = Context.Enter();
            var output = _output ??= new ResponseOutput
            {
                Pages = _pages,
                MaximumPages = _maximumPages,
                ItemPath = _itemPath,
                Format = _format,
                Delimiter = _delimiter,
                Reconnect = Reconnect,
                PassThru = PassThru,
            };
            var session = ResolveSession();
            var file = _outFile is null ? null : GetDownloadTarget(_outFile);
            var prepared = PrepareRecord(session, file);
            var options = MergeOptions(session.Defaults, Log);
            return new PendingRequest(
                Summary,
                cancellation => output.Run(session, prepared, options, file, cancellation),
                prepared.Counters);
        }
        catch (Exception error) when (IsReported(error))
        {
            return PendingRequest.Failed(Summary, error);
        }
    }

    /// <summary>Converts the parameters that are not part of a request, once, before the first request is sent.</summary>
    private void ReadParameters() => OrThrow(this, static cmdlet =>
    {
        cmdlet._limit = NumberConverter.ToInt32(cmdlet.ThrottleLimit, nameof(ThrottleLimit), 1);
        cmdlet.ReadFormatParameters();
        cmdlet.ReadPageParameters();
        cmdlet.ReadDownloadParameters();
    });

    private string? FindConflict() => FindFormatConflict() ?? FindPageConflict() ?? FindDownloadConflict();
}
