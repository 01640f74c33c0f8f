using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Waits for the end of an operation that a response has begun, and returns its result.</summary>
/// <remarks>
/// <para>A server that needs long for a request responds immediately and names a URL for the status. The cmdlet follows
/// Operation-Location and Azure-AsyncOperation, whose JSON has the status; else the Location of a 201 or 202, which responds with 202
/// until the result is there; else the provisioningState of the resource after PUT, PATCH or GET. Any other response is emitted
/// unchanged.</para>
/// <para>The result is the resource after PUT and PATCH, the last response after DELETE, and otherwise what resourceLocation or Location
/// name, or the last response. A status of Failed, Canceled, Rejected and alike is an OperationFailedException with the server's code and
/// message. A status of 429 or 503 with Retry-After is a wait. Any other error status of a status URL or of the result is an error; -Retry
/// repeats such requests first.</para>
/// <para>The requests have the session, the options, the headers and the authentication of the call. A URL of another origin receives no
/// credentials, and one that leads from https to http is refused unless -AllowInsecureRedirect is given.</para>
/// <para>-TotalTimeout limits the whole wait; its error is a TotalTimeoutException with the last response. Progress and -Verbose show what
/// is awaited, its status and percentComplete.</para>
/// </remarks>
/// <example>
/// <code>$begun = Invoke-Request https://api.example.com/operations/one -Method Put -Json @{ size = 3 }
/// $begun | Wait-RequestOperation -TotalTimeout 600</code>
/// Creates a resource, waits until it is ready, and returns it.
/// </example>
/// <example><code>$all = 'two', 'three' | ForEach-Object { Invoke-Request "https://api.example.com/operations/$_" -Method Post }
/// ($all | Wait-RequestOperation -ThrottleLimit 10).Json().name</code>Starts two operations and waits for both at the same time.</example>
/// <example><code>try {
///     Invoke-Request 'https://api.example.com/operations/four?end=Failed' -Method Post | Wait-RequestOperation -ErrorAction Stop
/// } catch [Requests.OperationFailedException] { $_.Exception.ErrorMessage }</code>Shows why an operation failed.</example>
/// <seealso href="docs/guide/waiting.md"/>
[Cmdlet(VerbsLifecycle.Wait, "RequestOperation")]
[OutputType(typeof(Response))]
public sealed class WaitRequestOperationCommand : WaitingCmdlet
{
    private RequestSummary? _summary;

    /// <summary>Specifies the response that has begun the operation.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies the response that has begun the operation.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(Response))]
    public object? Response { get; set; }

    /// <summary>
    /// Specifies the session that sends the requests. Default: the session of the response; a call without a session continues with its
    /// cookies.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the session that sends the requests.")]
    public object? Session { get; set; }

    /// <inheritdoc/>
    private protected override RequestSummary? Summary => _summary;

    /// <inheritdoc/>
    private protected override Func<CancellationToken, Task<Response>> Prepare(TransferCounters counters)
    {
        _summary = null;
        var response = PSValue.Unwrap(Response) as Response
            ?? throw ParameterErrors.Invalid(nameof(Response), Response, "a response, such as Invoke-Request returns");
        _summary = RequestSummary.FromResponse(response);
        var given = SessionConverter.ToSession(Session);
        var session = given ?? RequestSession.GetSessionOf(response);
        var options = given is null ? response.Options ?? session.Defaults : session.Defaults;
        var (wait, merged) = MergeWait(options with { Stream = false, Observer = null }, counters);
        return cancellation => FollowAsync(session, response, wait, merged, cancellation);
    }

    private async Task<Response> FollowAsync(
        RequestSession session,
        Response response,
        WaitOptions wait,
        SendOptions options,
        CancellationToken cancellation)
    {
        var result = await session.WaitForOperationAsync(response, wait, options, cancellation).ConfigureAwait(true);
        if (ReferenceEquals(result, response)) Log?.Ignored(response, "it names no operation to wait for");
        return result;
    }
}
