using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Sends a request again and again until a script block is true, and returns the last response.</summary>
/// <remarks>
/// <para>Each response is passed to -Until, whatever its status: an error status too can be what a script waits for. With -RaiseForStatus
/// a status of 400 or more ends the wait. An error in the script block ends the wait, except that the body of an error page is not
/// JSON.</para>
/// <para>A failure to connect or to receive ends the wait, after the attempts of -Retry. With -SkipConnectionError the cmdlet sends the
/// request again, for a service that is being started.</para>
/// <para>-TotalTimeout limits the whole wait; its error is a TotalTimeoutException with the last response. Without it the cmdlet waits
/// without a limit. Progress and -Verbose show what is awaited and the last status. Authentication is applied anew for each
/// request.</para>
/// </remarks>
/// <example>
/// <code>Wait-Request https://api.example.com/pipeline/deployment/help/2 -Until { $_.Ok } -Every 1 -TotalTimeout 60</code>
/// Waits until a service is ready, a minute at most.
/// </example>
/// <example><code>$r = Wait-Request https://api.example.com/get { param($Response) $Response.Json().url -like 'http*' } -Params @{ id = 7 }
/// $r.Json().args.id</code>Waits for a value in the JSON of a response.</example>
/// <example><code>$session = New-RequestSession -BaseUri https://api.example.com
/// '/get', '/headers' | Wait-Request -Until { $_.StatusCode -eq 200 } -Session $session -ThrottleLimit 2</code>
/// Waits for several URLs at the same time.</example>
/// <seealso href="docs/guide/waiting.md"/>
[Cmdlet(VerbsLifecycle.Wait, "Request")]
[OutputType(typeof(Response))]
public sealed class WaitRequestCommand : WaitingCmdlet
{
    private readonly RequestParameters _request = new();
    private Func<Response, bool>? _until;
    private RequestSummary? _summary;

    /// <summary>
    /// Specifies what is requested: a URL as text, a Uri, an object with a property Uri, Url or Href, a request of New-Request, or a
    /// prepared request of ConvertTo-PreparedRequest. The body of a request has to be one that can be read again.
    /// </summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies the URL or the request.")]
    [Alias("Request", "Url")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Uri { get; set; }

    /// <summary>
    /// Specifies the script block that is true for the awaited response. It receives the response as $_ and as its first argument.
    /// </summary>
    [Parameter(
        Position = 1,
        Mandatory = true,
        HelpMessage = "Specifies the script block that is true for the awaited response, such as { $_.Ok }.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(UntilCompleter))]
    public object? Until { get; set; }

    /// <summary>
    /// Specifies the session that supplies settings, cookies and connections. Default: none; the requests of one wait share cookies.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the session that supplies settings, cookies and connections.")]
    public object? Session { get; set; }

    /// <summary>
    /// Indicates that the cmdlet sends the request again after a failure to connect or to receive, as after a response that is not the
    /// awaited one. Errors of TLS always end the wait.
    /// </summary>
    [Parameter(HelpMessage = "Sends the request again after a failure to connect or to receive.")]
    public SwitchParameter SkipConnectionError { get; set; }

    /// <summary>Specifies the method of a URL: any word. It is sent in upper case. Default: GET.</summary>
    [Parameter(HelpMessage = "Specifies the method, such as Get or Post.")]
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
    /// Specifies the body for a URL, which is sent with each request: a map or a list of pairs as a form, text, bytes or a file. Excludes
    /// -Json.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the body: a map for a form, text, bytes or a file.")]
    [Alias("Body")]
    public object? Data { get => _request.Data; set => _request.Data = value; }

    /// <summary>Specifies a value that is sent as JSON with each request to a URL. Excludes -Data.</summary>
    [Parameter(HelpMessage = "Specifies an object that is sent as JSON.")]
    [AllowNull]
    public object? Json { get => _request.Json?.Value; set => _request.Json = new(value); }

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

    /// <inheritdoc/>
    private protected override RequestSummary? Summary => _summary;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (_request.FindConflict() is { } conflict) ThrowConflict(conflict);
        _until = OrThrow(() => ScriptBlocks.ToCondition(Until, nameof(Until)));
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    private protected override Func<CancellationToken, Task<Response>> Prepare(TransferCounters counters)
    {
        _summary = null;
        var session = SessionConverter.ToSession(Session) ?? RequestSession.CreateStateless();
        var request = CreateRequest(session);
        BeginRequest(session, request);
        var (wait, options) = MergeWait(session.Defaults, counters, SkipConnectionError);
        return cancellation => session.WaitUntilAsync(request, _until!, wait, options, cancellation);
    }

    private PreparedRequest CreateRequest(RequestSession session)
    {
        if (PSValue.Unwrap(Uri) is Request or PreparedRequest || RequestConverter.IsSaved(Uri))
        {
            var (described, prepared) = RequestConverter.ToRequest(Uri);
            _summary = new RequestSummary(described?.Method ?? prepared!.Method, described?.Url ?? prepared!.Url);
            if (FindRequestParameter() is { } name)
            {
                throw new InvalidParameterException($"-{name} is a part of the request that is given as -Uri: set it with New-Request.");
            }

            return prepared ?? session.PrepareRequest(described!);
        }

        _summary = new RequestSummary(_request.ShownMethod, "");
        var url = ValueConverter.ToUrl(Uri);
        _summary = new RequestSummary(_request.ShownMethod, url);
        return session.PrepareRequest(_request.ToRequest(url, input: null, FullPath, Host));
    }

    private string? FindRequestParameter() =>
        Array.Find([nameof(Method), nameof(Params), nameof(Headers), nameof(Data), nameof(Json), nameof(Auth), nameof(Credential)], Has);
}
