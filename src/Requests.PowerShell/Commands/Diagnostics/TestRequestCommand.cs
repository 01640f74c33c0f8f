using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>Finds out step by step why a URL cannot be requested, and what to do about it.</summary>
/// <remarks>
/// <para>Emits one object for each step, as soon as the step ends: the proxy and the setting that names it, the lookup of the host name for
/// IPv4 and IPv6, the connection to each address, the tunnel through the proxy, TLS with its versions, the names, dates and issuers of the
/// certificate, the request, redirects, authentication, the clock of the server, the coding of the body, the version of HTTP, and cookies.
/// Result is Passed, Warning, Failed or Skipped. Detail is what was found, and Advice what to do.</para>
/// <para>The settings are those of Invoke-Request with the same parameters. The request is sent once, without retries, and only with
/// the methods GET, HEAD, OPTIONS, TRACE and QUERY, which change nothing on the server. The steps before it open connections without a
/// request. Without -Timeout, a lookup, a connection and a handshake of these steps may take 10 seconds each.</para>
/// <para>An error from the pipeline is tested from the step at which it failed, with the session and the options of its call. The response
/// of an error, or a response from the pipeline, is examined, and nothing is sent.</para>
/// <para>A server that does not work is not an error of this cmdlet. A URL that is not valid is an error, and nothing is sent.</para>
/// </remarks>
/// <example><code>Test-Request https://api.example.com/get</code>Shows each step of a request.</example>
/// <example><code>Invoke-Request https://api.example.com/status/401 -RaiseForStatus -ErrorAction SilentlyContinue
/// $Error[0] | Test-Request | Where-Object Result -EQ Failed | Format-List Step, Detail, Advice</code>
/// Shows why the last call failed.</example>
/// <example><code>if (-not (Test-Request https://api.example.com/get -Quiet)) { throw 'The API cannot be used.' }</code>
/// Tests a URL in a script.</example>
/// <example><code>'https://api.example.com/get', 'https://api.example.com/headers' | Test-Request -ThrottleLimit 5 |
///     Where-Object Result -In Warning, Failed</code>Shows what is wrong with several URLs.</example>
/// <seealso href="docs/guide/diagnosis.md"/>
[Cmdlet(VerbsDiagnostic.Test, "Request")]
[OutputType(typeof(DiagnosisFinding), typeof(bool))]
public sealed class TestRequestCommand : SendOptionsCmdlet
{
    private readonly RequestParameters _request = new() { Method = "GET" };
    private ThrottledSender? _sender;
    private RequestSummary? _summary;

    /// <summary>
    /// Specifies what is tested: a URL as text, a Uri, an object with a property Uri, Url or Href, a request of New-Request or
    /// ConvertTo-PreparedRequest, an error of a call, or a response.
    /// </summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies the URL, the request, the error or the response.")]
    [Alias("Url", "Request", "ErrorRecord", "Response")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Uri { get; set; }

    /// <summary>
    /// Specifies the session that supplies settings, cookies and connections. Default: the session of the error or of the response; for a
    /// URL none.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the session that supplies settings, cookies and connections.")]
    public object? Session { get; set; }

    /// <summary>Indicates that the cmdlet returns only whether no step failed, as $true or $false.</summary>
    [Parameter(HelpMessage = "Returns only whether no step failed.")]
    public SwitchParameter Quiet { get; set; }

    /// <summary>
    /// Specifies the method of a URL: any word. It is sent in upper case. A method that can change something on the server is not sent.
    /// Default: GET.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the method, such as Get or Head.")]
    [ArgumentCompleter(typeof(MethodCompleter))]
    public object? Method { get => _request.Method; set => _request.Method = value; }

    /// <summary>Specifies the pairs of the query of a URL: a map, a list of pairs, or text.</summary>
    [Parameter(HelpMessage = "Specifies the query of the URL, as a map, a list of pairs or text.")]
    public object? Params { get => _request.Params; set => _request.Params = value; }

    /// <summary>Specifies the headers for a URL: a map or a list of pairs.</summary>
    [ArgumentCompleter(typeof(HeaderCompleter))]
    [Parameter(HelpMessage = "Specifies the headers, as a map or a list of pairs.")]
    public object? Headers { get => _request.Headers; set => _request.Headers = value; }

    /// <summary>
    /// Specifies the authentication for a URL: an auth object such as New-BasicAuth creates, a pair 'user', 'password', or a script block
    /// that receives the request. $null turns off the authentication of the session. Excludes -Credential.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the authentication: an auth object, a pair 'user', 'password', or a script block.")]
    [AllowNull]
    [ArgumentCompleter(typeof(AuthCompleter))]
    public object? Auth { get => _request.Auth?.Value; set => _request.Auth = new(value); }

    /// <summary>Specifies the user name and password for Basic authentication. Excludes -Auth.</summary>
    [Parameter(HelpMessage = "Specifies the user name and password for Basic authentication.")]
    [ValueType(typeof(PSCredential))]
    public object? Credential { get => _request.Credential; set => _request.Credential = value; }

    /// <summary>
    /// Specifies how many records of the pipeline are tested at the same time. Results keep the order of the input. Default: 1.
    /// </summary>
    [Parameter(HelpMessage = "Specifies how many records of the pipeline are tested at the same time.")]
    [ValueType(typeof(int))]
    public object? ThrottleLimit { get; set; } = 1;

    /// <summary>
    /// Indicates that the cmdlet emits results in the order in which they are complete. Used with a -ThrottleLimit of more than 1.
    /// </summary>
    [Parameter(HelpMessage = "Emits results in the order in which they are complete.")]
    public SwitchParameter Unordered { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (_request.FindConflict() is { } conflict) ThrowConflict(conflict);
        var limit = OrThrow<object>(() =>
        {
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

    private PendingRequest CreatePending()
    {
        try
        {
            using var scope = Context.Enter();
            _summary = null;
            var findings = Prepare();
            return new PendingRequest(_summary, cancellation => RunAsync(findings, cancellation));
        }
        catch (Exception error) when (IsReported(error))
        {
            return PendingRequest.Failed(_summary, error);
        }
    }

    private IAsyncEnumerable<DiagnosisFinding> Prepare()
    {
        var given = SessionConverter.ToSession(Session);
        switch (PSValue.Unwrap(Uri))
        {
            case ErrorRecord record: return Prepare(record.Exception, given);
            case Exception error: return Prepare(error, given);
            case Response response:
                CheckRequestParameters("a response");
                _summary = RequestSummary.FromResponse(response);
                return ToAsync(RequestDiagnosis.Examine(response, MergeOptions(response.Options ?? new SendOptions())));
        }

        var session = given ?? RequestSession.CreateStateless();
        var request = CreateRequest(session);
        BeginRequest(session, request);
        return RequestDiagnosis.RunAsync(session, request, MergeOptions(session.Defaults, Log), StopToken);
    }

    private IAsyncEnumerable<DiagnosisFinding> Prepare(Exception exception, RequestSession? given)
    {
        CheckRequestParameters("an error");
        var error = FindError(exception)
            ?? throw new InvalidParameterException(
                $"-Uri cannot be an error of another command ({exception.GetType().Name}): give an error of a request, or a URL.");
        if (error.Request is { } request) _summary = new RequestSummary(request.Method, request.Url);
        if (error.Response is { } response) _summary = RequestSummary.FromResponse(response);
        var session = given ?? error.Sender as RequestSession ?? RequestSession.CreateStateless();
        var options = given?.Defaults ?? error.Options ?? session.Defaults;
        return RequestDiagnosis.RunFromErrorAsync(error, session, MergeOptions(options with { Observer = null }, Log), StopToken);
    }

    private PreparedRequest CreateRequest(RequestSession session)
    {
        if (PSValue.Unwrap(Uri) is Request or PreparedRequest || RequestConverter.IsSaved(Uri))
        {
            var (described, prepared) = RequestConverter.ToRequest(Uri);
            _summary = new RequestSummary(described?.Method ?? prepared!.Method, described?.Url ?? prepared!.Url);
            CheckRequestParameters("a request");
            return prepared ?? session.PrepareRequest(described!);
        }

        _summary = new RequestSummary(_request.ShownMethod, "");
        var url = ValueConverter.ToUrl(Uri);
        _summary = new RequestSummary(_request.ShownMethod, url);
        return session.PrepareRequest(_request.ToRequest(url, input: null, fullPath: null, Host));
    }

    private void CheckRequestParameters(string kind)
    {
        var name = Array.Find([nameof(Method), nameof(Params), nameof(Headers), nameof(Auth), nameof(Credential)], Has);
        if (name is null) return;
        throw new InvalidParameterException($"-{name} is a part of a request, and -Uri is {kind}: leave out -{name}.");
    }

    private static RequestException? FindError(Exception exception)
    {
        for (var error = exception; error is not null; error = error.InnerException)
        {
            if (error is RequestException found) return found;
        }

        return null;
    }

    private static async IAsyncEnumerable<DiagnosisFinding> ToAsync(IReadOnlyList<DiagnosisFinding> findings)
    {
        await Task.CompletedTask.ConfigureAwait(true);
        foreach (var finding in findings) yield return finding;
    }

    private async IAsyncEnumerable<object> RunAsync(
        IAsyncEnumerable<DiagnosisFinding> findings,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var works = true;
        await foreach (var finding in findings.WithCancellation(cancellation).ConfigureAwait(true))
        {
            works &= finding.Result != DiagnosisResult.Failed;
            if (!Quiet) yield return finding;
        }

        if (Quiet) yield return works;
    }
}
