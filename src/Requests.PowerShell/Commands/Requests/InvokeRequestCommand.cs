using System.Management.Automation;
using System.Xml;

namespace Requests.PowerShell;

/// <summary>Sends an HTTP request and returns the response.</summary>
/// <remarks>
/// <para>Builds a request, sends it and follows redirects. Emits one Response for each URL, with the status, headers, body, cookies,
/// history, links and the request that was sent. A status of 400 or more is a normal response unless -RaiseForStatus is given.</para>
/// <para>URLs can come from the pipeline, as text or as objects with a property Uri, Url or Href. No other property of an object is used:
/// objects are often JSON from a server, which must not choose a method, a header or a file. The cmdlet writes a warning for an object
/// whose Method is not the method that is sent. When -Uri is given, objects from the pipeline are bodies.</para>
/// <para>When the URL is an argument, a failure is a terminating error, so that try and catch see it, unless -ErrorAction is given. For
/// URLs from the pipeline, each failure is one non-terminating error and the other URLs are still sent.</para>
/// <para>Without -Session, cookies and settings are not kept between calls, but connections are reused.</para>
/// <para>Python equivalent: requests.request.</para>
/// </remarks>
/// <example><code>Invoke-Request https://api.example.com/get -Params @{ page = 2 }</code>Sends a GET with a query.</example>
/// <example>
/// <code>(Invoke-Request https://api.example.com/post -Method Post -Json @{ name = 'Alice' }).Json()</code>
/// Posts an object as JSON and reads the JSON of the response.
/// </example>
/// <example>
/// <code>'https://api.example.com/get', 'https://api.example.com/headers' | Invoke-Request | Where-Object Ok</code>
/// Sends several requests and keeps the responses with a status below 400.
/// </example>
/// <example><code>$rows = "Uri,Method`nhttps://api.example.com/get,Get`nhttps://api.example.com/delete,Delete" | ConvertFrom-Csv
/// $rows | ForEach-Object { Invoke-Request $_.Uri -Method $_.Method }</code>Takes URL and method from a list.</example>
/// <example>
/// <code>Invoke-Request https://api.example.com/links/3/0 -FollowRelLink | ForEach-Object { $_.Json().page }</code>
/// Follows the Link headers and reads one page after the other.
/// </example>
/// <example>
/// <code>Invoke-Request https://api.example.com/pages/odata -Paginate -As Json | Select-Object id, name</code>
/// Emits the items of all pages of a list, wherever a page names the next one.
/// </example>
/// <example><code>$next = { param($Response) if ($cursor = $Response.Json().next_cursor) { @{ Params = @{ cursor = $cursor } } } }
/// Invoke-Request https://api.example.com/pages/cursor -NextPage $next -As Json</code>Follows the cursors of an API.</example>
/// <example>
/// <code>Invoke-Request https://api.example.com/items/1000 -As Json | Where-Object id -LT 3</code>
/// Emits the items of a JSON array one by one while they arrive.
/// </example>
/// <example><code>$folder = New-Item (Join-Path ([IO.Path]::GetTempPath()) 'outfile-example') -ItemType Directory -Force
/// 1..4 | ForEach-Object { "https://api.example.com/file/$_" } | Invoke-Request -OutFile $folder -ThrottleLimit 4
/// Remove-Item $folder -Recurse</code>Saves several files at the same time, each with the name that the server suggests.</example>
/// <example><code>$file = Join-Path ([IO.Path]::GetTempPath()) 'checksum-example'
/// Invoke-Request https://api.example.com/file/1000 -OutFile $file -Checksum https://api.example.com/sums/SHA256SUMS
/// Remove-Item $file</code>Verifies a download with the file of checksums that its server publishes.</example>
/// <seealso href="docs/guide/quickstart.md"/>
[Alias("ireq")]
[Cmdlet(VerbsLifecycle.Invoke, "Request")]
[OutputType(
    typeof(Response), typeof(PSObject), typeof(string), typeof(byte[]), typeof(ServerSentEvent), typeof(XmlDocument), typeof(FeedItem))]
public sealed class InvokeRequestCommand : SendingCmdlet
{
    private readonly RequestParameters _request = new();
    private string _url = "";
    private bool _bodiesAreInput;

    /// <summary>
    /// Specifies the URL: text, a Uri, or an object with a property Uri, Url or Href. The URL must have a scheme unless the session has a
    /// base URI.
    /// </summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Specifies the URL, such as https://host/path.")]
    [Alias("Url", "Href")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Uri { get; set; }

    /// <summary>
    /// Specifies the body, from the pipeline, when -Uri is given. Accepts every form that -Data accepts. Excludes -Data, -Json, -Files
    /// and -InFile.
    /// </summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = "Specifies the body, from the pipeline.")]
    public object? InputObject { get; set; }

    /// <summary>Specifies the method: any word. It is sent in upper case. Default: GET; the method does not depend on the body.</summary>
    [Parameter(HelpMessage = "Specifies the method, such as Get or Post.")]
    [ArgumentCompleter(typeof(MethodCompleter))]
    public object? Method { get => _request.Method; set => _request.Method = value; }

    /// <summary>
    /// Specifies the pairs of the query: a map, a list of pairs, or text. A list as a value repeats its name. $null as a value omits the
    /// pair.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the query of the URL, as a map, a list of pairs or text.")]
    public object? Params { get => _request.Params; set => _request.Params = value; }

    /// <summary>
    /// Specifies the headers: a map or a list of pairs. A list as a value sends several values. $null as a value omits a header of the
    /// session.
    /// </summary>
    [ArgumentCompleter(typeof(HeaderCompleter))]
    [Parameter(HelpMessage = "Specifies the headers, as a map or a list of pairs.")]
    public object? Headers { get => _request.Headers; set => _request.Headers = value; }

    /// <summary>
    /// Specifies the body. A map or a list of pairs is sent as a form, text is sent in UTF-8, and bytes, streams, files and XML are sent
    /// unchanged. A list of texts is sent with line ends between them; other lists are sent in chunks. Excludes -Json and -InFile.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the body: a map for a form, text, bytes, a stream or a file.")]
    [Alias("Body")]
    public object? Data { get => _request.Data; set => _request.Data = value; }

    /// <summary>
    /// Specifies a value that is sent as JSON: any object graph up to a depth of 100. $null is sent as null. Excludes -Data, -Files and
    /// -InFile.
    /// </summary>
    [Parameter(HelpMessage = "Specifies an object that is sent as JSON.")]
    [AllowNull]
    public object? Json { get => _request.Json?.Value; set => _request.Json = new(value); }

    /// <summary>
    /// Specifies the files of a multipart form: a map or a list of pairs. Each name has a file, bytes, a stream, text, a part of
    /// New-FilePart, or a list (name, content, type, headers). Pairs of -Data become fields of the form. Excludes -Json and -InFile.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the files of a multipart form, as a map of names and files.")]
    public object? Files { get => _request.Files; set => _request.Files = value; }

    /// <summary>
    /// Specifies the path of a file that is sent as the body. The file is read from disk while it is sent. Excludes -Data, -Json and
    /// -Files.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the path of a file that is sent as the body.")]
    public object? InFile { get => _request.InFile?.Value; set => _request.InFile = new(value); }

    /// <summary>
    /// Specifies the Content-Type of the body, as text. It replaces the type that the kind of body or -Headers sets. Empty text is
    /// ignored. Text is encoded in the charset that the type names, else in UTF-8.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the media type of the body.")]
    [ArgumentCompleter(typeof(ContentTypeCompleter))]
    public object? ContentType { get => _request.ContentType; set => _request.ContentType = value; }

    /// <summary>
    /// Specifies the coding in which the body is sent: gzip, br, zstd or deflate. The header Content-Encoding names it, and the server must
    /// know it. A file or stream is compressed while it is sent. Default: none. Excludes a header Content-Encoding.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the coding in which the body is sent: gzip, br, zstd or deflate.")]
    [ValueType(typeof(string))]
    [ArgumentCompleter(typeof(ContentCodingCompleter))]
    public object? Compress { get => _request.Compress; set => _request.Compress = value; }

    /// <summary>
    /// Specifies cookies for this request only: a map, a cookie jar or a list of cookies. They are sent to the host of the URL.
    /// </summary>
    [Parameter(HelpMessage = "Specifies cookies for this request, as a map, a cookie jar or a list of cookies.")]
    public object? Cookies { get => _request.Cookies; set => _request.Cookies = value; }

    /// <summary>
    /// Specifies the authentication: an auth object such as New-BasicAuth creates, a pair 'user', 'password', a script block that receives
    /// the request, or a list of these, of which each is applied after the other. $null turns off the authentication of the session.
    /// Excludes -Credential.
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
    /// Specifies functions that receive each request and response: @{ request = { param($Request, $Options) … }; response = {
    /// param($Response, $Options) … } }. Each entry is one function or a list of functions. What a function emits replaces the request or
    /// response. The entry informational receives each informational response, such as 103 Early Hints, when it arrives; over HTTP/1.1
    /// only.
    /// </summary>
    [Parameter(HelpMessage = "Specifies functions that receive each request and response.")]
    [AllowNull]
    [ArgumentCompleter(typeof(HooksCompleter))]
    public object? Hooks { get => _request.Hooks?.Value; set => _request.Hooks = new(value); }

    /// <summary>
    /// Specifies the name, without $, of a variable that receives a new session with the cookies of this call. Excludes -Session.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the name of a variable that receives a new session.")]
    public object? SessionVariable { get; set; }

    /// <inheritdoc/>
    private protected override RequestSummary? Summary => new(_request.ShownMethod, _url);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _bodiesAreInput = Has(nameof(Uri));
        if (_request.FindConflict(takesBodies: _bodiesAreInput && MyInvocation.ExpectingInput) is { } conflict) ThrowConflict(conflict);
        if (Session is not null && SessionVariable is not null)
        {
            ThrowConflict("-Session and -SessionVariable exclude each other: use one of them.");
        }

        if (SessionVariable is not null)
        {
            const string form = "the name of a variable, without $";
            var name = OrThrow(() => TextConverter.ToStrictText(SessionVariable, "SessionVariable", form) is { Length: > 0 } word
                ? word
                : throw ParameterErrors.Invalid("SessionVariable", SessionVariable, form));
            Session = new RequestSession();
            SessionState.PSVariable.Set(name, Session);
        }

        base.BeginProcessing();
    }

    /// <inheritdoc/>
    private protected override PreparedRequest Prepare(RequestSession session, DownloadTarget? file)
    {
        _url = "";
        _url = ValueConverter.ToUrl(Uri);
        if (RequestConverter.FindOtherMethod(Uri, _request.ToMethod()) is { } other) WriteWarning(other);
        var request = _request.ToRequest(_url, _bodiesAreInput ? InputObject : null, _request.InFile is null ? null : FullPath, Host);
        return file is null ? session.PrepareRequest(request) : session.PrepareRequest(request, file);
    }
}
