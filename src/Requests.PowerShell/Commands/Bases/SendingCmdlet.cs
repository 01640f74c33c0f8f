using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The base class of the cmdlets that send requests, one or several at a time, and follow pages.</summary>
public abstract class SendingCmdlet : SendOptionsCmdlet
{
    /// <summary>The default values, boxed once for all calls.</summary>
    private static readonly object OneAtATime = 1;
    private static readonly object AllPages = int.MaxValue;

    private readonly SentStreams _sentStreams = new();
    private ExchangeLog? _log;
    private CleartextCredentialWarning? _cleartextWarning;
    private ThrottledSender? _sender;
    private ResponseOutput? _output;
    private DownloadTarget? _target;
    private TransferCounters? _counters;
    private int _limit;
    private int _pages;
    private ResponseFormat? _format;
    private string? _outFile;
    private Checksum? _checksum;

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

    /// <summary>
    /// Specifies what the cmdlet emits instead of the response, while the body arrives. Json emits the items of an array, or the values
    /// that follow each other, one by one. Text and Bytes emit the whole body. Lines emits each line. Events emits the events of a
    /// text/event-stream. A status of 400 or more is then an error. Excludes -OutFile.
    /// </summary>
    [Parameter(HelpMessage = "Specifies what is emitted instead of the response while the body arrives.")]
    [ValueType(typeof(ResponseFormat))]
    [ArgumentCompleter(typeof(ResponseFormatCompleter))]
    public object? As { get; set; }

    /// <summary>
    /// Specifies the file in which the content is saved, or a folder, in which the file gets the name that the server suggests. The
    /// content is written to a temporary file beside the target, which takes its place when it is complete. A name that the server chose
    /// never replaces a file: it gets a number, unless -Force is given. A status of 400 or more is an error. An error, 204, 205, 304, a
    /// redirect that is not followed, and the response to a HEAD neither create nor change a file. With -Retry, a transfer that breaks
    /// continues where it broke. Excludes -As.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the file or folder in which the content is saved.")]
    [ValueType(typeof(string))]
    public object? OutFile { get; set; }

    /// <summary>
    /// Indicates that the cmdlet continues an earlier -OutFile where it stopped, if the server confirms that it still has the same
    /// version, and starts again otherwise. A transfer that breaks leaves a .part file beside the target. A file that another tool
    /// started is continued if its time is the server's, or if -Checksum can verify the result. Used with -OutFile. Excludes -NoClobber
    /// and -FollowRelLink.
    /// </summary>
    [Parameter(HelpMessage = "Continues an earlier -OutFile where it stopped.")]
    public SwitchParameter Resume { get; set; }

    /// <summary>
    /// Indicates that the cmdlet replaces an existing file even under a name that the server chose, and even if it is read-only. Used
    /// with -OutFile. Excludes -NoClobber.
    /// </summary>
    [Parameter(HelpMessage = "Replaces a file even under a name that the server chose, or if it is read-only.")]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Indicates that the cmdlet reports an existing file as an error, before it sends a request, and does not replace it. In a folder,
    /// the name in the URL is checked when the response has arrived; a name that the server chose gets a number in any case. Used with
    /// -OutFile. Excludes -Force and -Resume.
    /// </summary>
    [Parameter(HelpMessage = "Does not replace an existing file.")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>
    /// Indicates that the cmdlet saves the bytes as they arrive: it does not decode a Content-Encoding and does not request one. A file
    /// that is compressed itself, such as x.tar.gz, is kept compressed without this switch. Used with -OutFile.
    /// </summary>
    [Parameter(HelpMessage = "Saves the bytes without decoding a Content-Encoding.")]
    public SwitchParameter Raw { get; set; }

    /// <summary>
    /// Specifies the hash that the saved file must have: the name of the algorithm, a colon, and the hash in hexadecimal digits or
    /// Base64. The algorithm is md5, sha1, sha256, sha384 or sha512. A file with another hash is an error and is not kept. Used with
    /// -OutFile.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the hash of the saved file, such as sha256: and the digits.")]
    [ArgumentCompleter(typeof(ChecksumCompleter))]
    public object? Checksum { get; set; }

    /// <summary>
    /// Indicates that the cmdlet emits the response of -OutFile. The SavedTo property of the response is the path of the file. Used with
    /// -OutFile.
    /// </summary>
    [Parameter(HelpMessage = "Emits the response of -OutFile.")]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Indicates that the cmdlet requests an event stream again when it ends or breaks, from the id of the last event on, until the
    /// server responds with 204 or an error, or the pipeline is stopped. Used with -As Events. Excludes -FollowRelLink.
    /// </summary>
    [Parameter(HelpMessage = "Requests an event stream again when it ends or breaks.")]
    public SwitchParameter Reconnect { get; set; }

    /// <summary>
    /// Indicates that the cmdlet also requests the next page as long as the Link header of a response names one, and emits each page.
    /// Credentials are sent only to pages of the same origin. Excludes -Reconnect and -Resume.
    /// </summary>
    [Parameter(HelpMessage = "Requests the next pages that Link headers name, too.")]
    public SwitchParameter FollowRelLink { get; set; }

    /// <summary>Specifies the maximum number of pages that -FollowRelLink requests, including the first. Default: all.</summary>
    [Parameter(HelpMessage = "Specifies the maximum number of pages.")]
    [ValueType(typeof(int))]
    public object? MaximumFollowRelLink { get; set; } = AllPages;

    /// <summary>Gets the method and URL of the current record, for error records, or null if they are not known.</summary>
    private protected abstract RequestSummary? Summary { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        ReadParameters();
        if (FindConflict() is { } conflict) ThrowConflict(conflict);
        if (ExchangeLog.IsWanted(this)) _log = new ExchangeLog(this);

        // A call that sends one request at a time and emits its response does not need the overhead of a ThrottledSender.
        if (_limit == 1 && !FollowRelLink && _format is null && _outFile is null) return;
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
            return Run(SendAsync);
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
        return session.SendAsync(prepared, MergeOptions(session.Defaults, _log), cancellation);
    }

    private PreparedRequest PrepareRecord(RequestSession session, DownloadTarget? file)
    {
        var prepared = Prepare(session, file);
        foreach (var warning in EnvironmentReport.TakeWarnings()) WriteWarning(warning);
        (_cleartextWarning ??= new CleartextCredentialWarning(this)).WriteIfNeeded(session, prepared);
        if (prepared.Body is { } sent) _sentStreams.Add(sent);
        if (prepared.Body is IPipelineBody body) body.Context = Context;

        // Lines and events have no known end, and the pipeline shows what has arrived: a progress display is not needed.
        if (_format is ResponseFormat.Lines or ResponseFormat.Events) return prepared;
        Progress ??= new TransferProgress(this, ProcessTime.Shared);
        prepared.Counters = Progress.Begin(prepared.Url);
        return prepared;
    }

    private RequestSession ResolveSession() => SessionConverter.ToSession(Session) ?? RequestSession.CreateStateless();

    private PendingRequest CreatePending()
    {
        try
        {
            using var scope = Context.Enter();
            var output = _output ??= new ResponseOutput
            {
                MaximumPages = FollowRelLink ? _pages : null,
                Format = _format,
                Reconnect = Reconnect,
                PassThru = PassThru,
            };
            var session = ResolveSession();
            var file = _outFile is null ? null : GetDownloadTarget(_outFile);
            var prepared = PrepareRecord(session, file);
            var options = MergeOptions(session.Defaults, _log);
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
    private void ReadParameters() => OrThrow<object?>(() =>
    {
        _limit = NumberConverter.ToInt32(ThrottleLimit, nameof(ThrottleLimit), 1);
        _pages = NumberConverter.ToInt32(MaximumFollowRelLink, nameof(MaximumFollowRelLink), 1);
        _format = TextConverter.ToOptionalMember<ResponseFormat>(As, nameof(As));
        _outFile = Has(nameof(OutFile))
            ? FolderOrFile(TextConverter.ToRequiredText(OutFile, nameof(OutFile), "the path of a file or folder"), nameof(OutFile))
            : null;
        _checksum = FileConverter.ToChecksum(Checksum);
        return null;
    });

    private string? FindConflict()
    {
        if (Has(nameof(MaximumFollowRelLink)) && !FollowRelLink)
        {
            return "-MaximumFollowRelLink limits the pages of -FollowRelLink: add -FollowRelLink.";
        }

        if (Reconnect && _format != ResponseFormat.Events) return "-Reconnect applies to event streams: add -As Events.";
        if (Reconnect && FollowRelLink) return "-Reconnect and -FollowRelLink exclude each other: an event stream has no pages.";
        if (_format is not null && Has(nameof(OutFile)))
        {
            return "-As and -OutFile exclude each other: the body is emitted, or saved to a file.";
        }

        if (Resume && FollowRelLink) return "-Resume and -FollowRelLink exclude each other: each page is a file of its own.";
        if (NoClobber && Force) return "-NoClobber and -Force exclude each other: an existing file is kept, or replaced.";
        if (NoClobber && Resume) return "-NoClobber and -Resume exclude each other: an existing file is kept, or continued.";
        if (Has(nameof(OutFile))) return null;
        if (NoClobber) return "-NoClobber keeps an existing file: add -OutFile.";
        if (Force) return "-Force replaces a file: add -OutFile.";
        if (Raw) return "-Raw saves the bytes as they arrive: add -OutFile.";
        if (Resume) return "-Resume continues a file: add -OutFile.";
        if (PassThru) return "-PassThru emits the response of a saved file: add -OutFile.";
        return _checksum is null ? null : "-Checksum verifies a saved file: add -OutFile.";
    }

    /// <summary>Gets the download target. All requests of the command share one target, which tracks the names of their files.</summary>
    private DownloadTarget GetDownloadTarget(string path) => _target ??= new DownloadTarget(path)
    {
        Resume = Resume,
        Force = Force,
        NoClobber = NoClobber,
        Raw = Raw,
        Checksum = _checksum,
    };
}
