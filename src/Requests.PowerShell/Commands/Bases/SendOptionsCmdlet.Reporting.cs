namespace Requests.PowerShell;

/// <content>Reports what the cmdlet sends: warnings, the log and the progress.</content>
public abstract partial class SendOptionsCmdlet
{
    private SentStreams? _sentStreams;
    private CleartextCredentialWarning? _cleartextWarning;

    /// <summary>Gets the log of the requests, or null where neither -Verbose nor -Debug is given.</summary>
    private protected ExchangeLog? Log { get; private set; }

    /// <summary>Starts the log where -Verbose or -Debug is given.</summary>
    private protected void StartLog() => Log = ExchangeLog.IsWanted(this) ? new ExchangeLog(this) : null;

    /// <summary>Returns the progress display, which is created for the first transfer.</summary>
    private protected TransferProgress GetProgress() => Progress ??= new TransferProgress(this, ProcessTime.Shared);

    /// <summary>
    /// Does what precedes each request of a cmdlet: writes the warnings about it and its environment, refuses a stream that an earlier
    /// request has sent, and runs a body that is a script block in this pipeline.
    /// </summary>
    /// <param name="session">The session that sends the request.</param>
    /// <param name="request">The request.</param>
    /// <exception cref="InvalidBodyException">An earlier request has a stream of the body.</exception>
    private protected void BeginRequest(RequestSession session, PreparedRequest request)
    {
        foreach (var warning in EnvironmentReport.TakeWarnings()) WriteWarning(warning);
        if (CleartextCredentialWarning.AppliesTo(request))
        {
            (_cleartextWarning ??= new CleartextCredentialWarning(this)).WriteOnce(session, request);
        }

        if (request.Body is not { } body) return;
        (_sentStreams ??= new SentStreams()).Add(body);
        if (CompressedBody.Unwrap(body) is IPipelineBody piped) piped.Context = Context;
    }
}
