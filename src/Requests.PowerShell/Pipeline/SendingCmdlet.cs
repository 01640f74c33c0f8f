using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>What cmdlets that send have in common: one or many at once, one answer or page after page.</summary>
public abstract class SendingCmdlet : SendOptionsCmdlet
{
    private ExchangeLog? _log;
    private RequestWindow? _window;

    /// <summary>The session that gives defaults, cookies and connections. Default: none, and nothing is remembered.</summary>
    [Parameter]
    public object? Session { get; set; }

    /// <summary>How many requests from the pipeline are in flight at a time. Default 1. Answers keep the order of the input; hooks and output stay on the pipeline's own thread.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Emits answers as they come, where -ThrottleLimit has several in flight.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>What to emit in place of the response, while it arrives: Json, the items of an array one by one; Text or Bytes, whole; Lines; or Events, those of a text/event-stream. A status of 400 or more is then an error.</summary>
    [Parameter]
    public BodyForm? As { get; set; }

    /// <summary>Asks for an event stream again when it ends or breaks, from the last event's id on, until the server says 204 or an error, or the pipeline is stopped.</summary>
    [Parameter]
    public SwitchParameter Reconnect { get; set; }

    /// <summary>Asks for the next page, too, as long as an answer's Link header names one, and emits each. Credentials go to pages of the same origin alone.</summary>
    [Parameter]
    public SwitchParameter FollowRelLink { get; set; }

    /// <summary>How many pages -FollowRelLink asks for at most, the first included. Default: all.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumFollowRelLink { get; set; } = int.MaxValue;

    /// <summary>What the pipeline's record asks for, as errors show it; null when it could not be told.</summary>
    private protected abstract RequestTarget? Target { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Has(nameof(MaximumFollowRelLink)) && !FollowRelLink) throw Conflict("-MaximumFollowRelLink says how many pages -FollowRelLink asks for: give both, or none.");
        if (ExchangeLog.IsWanted(this)) _log = new ExchangeLog(this);
        if (Reconnect && As != BodyForm.Events) throw Conflict("-Reconnect is about event streams: give -As Events.");
        if (Reconnect && FollowRelLink) throw Conflict("-Reconnect and -FollowRelLink exclude each other: an event stream has no pages.");
        if (ThrottleLimit > 1 || FollowRelLink || As is not null) _window = new RequestWindow(this, ThrottleLimit, inOrder: !Unordered);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _window?.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _window?.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            // One answer at a time is what most calls want, and needs no window.
            if (_window is null) WriteObject(Run(SendAsync));
            else _window.Add(Pending());
        }
        catch (Exception error) when (RequestErrors.AreReported(error))
        {
            WriteRequestError(error, Target);
        }
    }

    /// <summary>The request that the pipeline's record asks for.</summary>
    /// <param name="session">The session that prepares it.</param>
    /// <exception cref="RequestException">It cannot be prepared.</exception>
    private protected abstract PreparedRequest Prepare(RequestSession session);

    private Task<Response> SendAsync(CancellationToken cancellation)
    {
        var session = SessionOfRecord();
        return session.SendAsync(Prepare(session), OptionsOver(session.Defaults, _log), cancellation);
    }

    private RequestSession SessionOfRecord() => SessionForms.ToSession(Session) ?? RequestSession.CreateStateless();

    private PendingRequest Pending()
    {
        try
        {
            using var scope = Context.Enter();
            var session = SessionOfRecord();
            var prepared = Prepare(session);
            return new PendingRequest(Target, cancellation => AnswersAsync(session, prepared, cancellation), prepared.Body is { } body ? [.. body.Streams] : []);
        }
        catch (Exception error) when (RequestErrors.AreReported(error))
        {
            return PendingRequest.Failed(Target, error);
        }
    }

    private async IAsyncEnumerable<object> AnswersAsync(RequestSession session, PreparedRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var options = OptionsOver(session.Defaults, _log);
        if (As is not { } form)
        {
            await foreach (var answer in ResponsesAsync(session, request, options, cancellation).ConfigureAwait(true)) yield return answer;
            yield break;
        }

        options = options with { Stream = true, RaiseForStatus = true };
        if (form == BodyForm.Events && request.Headers["Accept"] is null or "*/*") request.Headers["Accept"] = "text/event-stream";
        if (Reconnect)
        {
            await foreach (var batch in BodyOutput.Batches(session.SubscribeAsync(request, options, cancellation)).ConfigureAwait(true)) yield return batch;
            yield break;
        }

        await foreach (var answer in ResponsesAsync(session, request, options, cancellation).ConfigureAwait(true))
        {
            await foreach (var output in BodyOutput.Of(answer, form, cancellation).ConfigureAwait(true)) yield return output;
        }
    }

    private IAsyncEnumerable<Response> ResponsesAsync(RequestSession session, PreparedRequest request, SendOptions options, CancellationToken cancellation) => FollowRelLink
        ? session.SendPagesAsync(request, options, MaximumFollowRelLink, cancellation)
        : OneAsync(session, request, options, cancellation);

    /// <summary>One answer. Where no script has a say, the request leaves the pipeline's thread, which all in flight share.</summary>
    private static async IAsyncEnumerable<Response> OneAsync(RequestSession session, PreparedRequest request, SendOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return session.RunsCallerCode(request, options)
            ? await session.SendAsync(request, options, cancellation).ConfigureAwait(true)
            : await Task.Run(() => session.SendAsync(request, options, cancellation), cancellation).ConfigureAwait(true);
    }
}
