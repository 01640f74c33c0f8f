using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The base of the cmdlets that send requests: one or several at a time, one response or page after page.</summary>
public abstract class SendingCmdlet : SendOptionsCmdlet
{
    /// <summary>The defaults, boxed once for all calls.</summary>
    private static readonly object OneAtATime = 1;
    private static readonly object AllPages = int.MaxValue;

    private ExchangeLog? _log;
    private CleartextCredentialWarning? _cleartextWarning;
    private ThrottledSender? _sender;
    private ResponseOutput? _output;
    private DownloadTarget? _files;
    private TransferCounters? _counters;
    private int _limit;
    private int _pages;
    private ResponseFormat? _form;
    private string? _outFile;
    private Checksum? _checksum;

    /// <summary>The session that gives defaults, cookies and connections. Default: none, and nothing is remembered.</summary>
    [Parameter]
    public object? Session { get; set; }

    /// <summary>How many requests from the pipeline are in flight at a time. Default 1. Responses keep the order of the input; hooks and output stay on the pipeline's own thread.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? ThrottleLimit { get; set; } = OneAtATime;

    /// <summary>Emits responses as they come, where -ThrottleLimit has several in flight.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>What to emit in place of the response, while it arrives: Json, the items of an array, or values that follow each other, one by one; Text or Bytes, whole; Lines; or Events, those of a text/event-stream. A status of 400 or more is then an error.</summary>
    [Parameter]
    [ValueType(typeof(ResponseFormat))]
    [ArgumentCompleter(typeof(MemberCompleter<ResponseFormat>))]
    public object? As { get; set; }

    /// <summary>Specifies the file to save the content in, or a folder, in which it gets the name that the server suggests. It is written beside its place and put there when it is whole. A name that the server chose never replaces a file: it gets a number, unless -Force is given. A status of 400 or more is an error; that, 204, 205, 304, a redirect that is not followed, and the response to a HEAD touch no file. With -Retry a transfer that breaks goes on where it broke.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? OutFile { get; set; }

    /// <summary>Goes on where an earlier -OutFile stopped, if the server says that it still has the same version, and begins again otherwise. A transfer that breaks leaves a file .part beside the place. A file that another tool began is continued if its time is the server's, or if -Checksum tells whether the result is right.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Replaces a file also under a name that the server chose, and a file that is read-only. Used with -OutFile.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Specifies that a file that exists already is an error, before anything is sent, and is not replaced. In a folder this is about the name in the URL, once the response is there; a name that the server chose gets a number in any case. Excludes -Force and -Resume. Used with -OutFile.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Saves the bytes as they come: a Content-Encoding is not undone, and none is requested. Used with -OutFile. A file that is packed itself, such as x.tar.gz, is kept packed without it.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>What the file must hash to: sha256: and the hash in hexadecimal digits or Base64; md5, sha1, sha384 and sha512 too. A file that does not is not kept.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ChecksumCompleter))]
    public object? Checksum { get; set; }

    /// <summary>Emits the response of -OutFile; its SavedTo is the path of the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Asks for an event stream again when it ends or breaks, from the last event's id on, until the server says 204 or an error, or the pipeline is stopped.</summary>
    [Parameter]
    public SwitchParameter Reconnect { get; set; }

    /// <summary>Asks for the next page, too, as long as a response's Link header names one, and emits each. Credentials go to pages of the same origin alone.</summary>
    [Parameter]
    public SwitchParameter FollowRelLink { get; set; }

    /// <summary>How many pages -FollowRelLink asks for at most, the first included. Default: all.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? MaximumFollowRelLink { get; set; } = AllPages;

    /// <summary>What the pipeline's record asks for, as errors show it; null when it could not be told.</summary>
    private protected abstract RequestTarget? Target { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        ReadParameters();
        if (FindConflict() is { } conflict) throw Conflict(conflict);
        if (ExchangeLog.IsWanted(this)) _log = new ExchangeLog(this);
        if (_limit > 1 || FollowRelLink || _form is not null) _sender = new ThrottledSender(this, _limit, inOrder: !Unordered);
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
        // One response at a time, the usual call, needs no sender.
        if (_sender is not null || _outFile is not null)
        {
            (_sender ??= new ThrottledSender(this, _limit, inOrder: !Unordered)).Add(Pending());
            return;
        }

        Response response;
        try
        {
            response = SendOne();
        }
        catch (Exception error) when (IsReported(error))
        {
            WriteRequestError(error, Target);
            return;
        }

        WriteObject(response);
    }

    /// <summary>The request that the pipeline's record asks for.</summary>
    /// <param name="session">The session that prepares it.</param>
    /// <param name="file">Where its body is saved, or null.</param>
    /// <exception cref="RequestException">It cannot be prepared.</exception>
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
        var session = SessionOfRecord();
        var prepared = PrepareHere(session, file: null);
        _counters = prepared.Counters;
        return session.SendAsync(prepared, OptionsOver(session.Defaults, _log), cancellation);
    }

    private PreparedRequest PrepareHere(RequestSession session, DownloadTarget? file)
    {
        var prepared = Prepare(session, file);
        foreach (var warning in EnvironmentReport.TakeWarnings()) WriteWarning(warning);
        (_cleartextWarning ??= new CleartextCredentialWarning(this)).Look(session, prepared);
        if (prepared.Body is IPipelineBody body) body.Context = Context;

        // Lines and events have no end that one could be on the way to, and what has arrived is seen in the pipeline.
        if (_form is ResponseFormat.Lines or ResponseFormat.Events) return prepared;
        Progress ??= new TransferProgress(this, ProcessTime.Shared);
        prepared.Counters = Progress.Begin(prepared.Url);
        return prepared;
    }

    private RequestSession SessionOfRecord() => SessionConverter.ToSession(Session) ?? RequestSession.CreateStateless();

    private PendingRequest Pending()
    {
        try
        {
            using var scope = Context.Enter();
            var output = _output ??= new ResponseOutput { Pages = FollowRelLink ? _pages : null, Form = _form, Reconnects = Reconnect, PassesThrough = PassThru };
            var session = SessionOfRecord();
            var file = _outFile is null ? null : ToFileTarget(_outFile);
            var prepared = PrepareHere(session, file);
            var options = OptionsOver(session.Defaults, _log);
            return new PendingRequest(Target, cancellation => output.Run(session, prepared, options, file, cancellation), prepared.Body is { } body ? [.. body.Streams] : [], prepared.Counters);
        }
        catch (Exception error) when (IsReported(error))
        {
            return PendingRequest.Failed(Target, error);
        }
    }

    /// <summary>Converts the parameters that are no part of a request, once and before anything is sent.</summary>
    private void ReadParameters() => OrThrow<object?>(() =>
    {
        _limit = NumberConverter.ToInt32(ThrottleLimit, nameof(ThrottleLimit), 1);
        _pages = NumberConverter.ToInt32(MaximumFollowRelLink, nameof(MaximumFollowRelLink), 1);
        _form = TextConverter.ToOptionalMember<ResponseFormat>(As, nameof(As));
        _outFile = Has(nameof(OutFile)) ? FolderOrFile(TextConverter.ToRequiredText(OutFile, nameof(OutFile), "the path of a file or folder"), nameof(OutFile)) : null;
        _checksum = FileConverter.ToChecksum(Checksum);
        return null;
    });

    private string? FindConflict()
    {
        if (Has(nameof(MaximumFollowRelLink)) && !FollowRelLink) return "-MaximumFollowRelLink says how many pages -FollowRelLink asks for: give both, or none.";
        if (Reconnect && _form != ResponseFormat.Events) return "-Reconnect is about event streams: give -As Events.";
        if (Reconnect && FollowRelLink) return "-Reconnect and -FollowRelLink exclude each other: an event stream has no pages.";
        if (_form is not null && Has(nameof(OutFile))) return "-As and -OutFile exclude each other: the body goes down the pipeline, or into a file.";
        if (Resume && FollowRelLink) return "-Resume and -FollowRelLink exclude each other: pages are many files.";
        if (NoClobber && Force) return "-NoClobber and -Force exclude each other: a file is left as it is, or replaced.";
        if (NoClobber && Resume) return "-NoClobber and -Resume exclude each other: a file is left as it is, or continued.";
        if (Has(nameof(OutFile))) return null;
        if (NoClobber) return "-NoClobber leaves a file as it is: give -OutFile.";
        if (Force) return "-Force replaces a file: give -OutFile.";
        if (Raw) return "-Raw saves the bytes as they come: give -OutFile.";
        if (Resume) return "-Resume goes on with a file: give -OutFile.";
        if (PassThru) return "-PassThru emits the response of a saved file: give -OutFile.";
        return _checksum is null ? null : "-Checksum is what a saved file must be: give -OutFile.";
    }

    /// <summary>Where bodies go. One target knows of the files of all requests of the command.</summary>
    private DownloadTarget ToFileTarget(string path) => _files ??= new DownloadTarget(path)
    {
        Resume = Resume,
        Force = Force,
        NoClobber = NoClobber,
        Raw = Raw,
        Checksum = _checksum,
    };
}
