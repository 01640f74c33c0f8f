using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Sends an HTTP request and emits the response.</summary>
/// <remarks>
/// <para>Builds a request, sends it, follows redirects, and emits one Response for each URL: status, headers, body, cookies, history,
/// links and the request really sent. A status of 400 or more is a response like any other unless -RaiseForStatus is given.</para>
/// <para>URLs may come down the pipeline, as text or as objects with a property Uri, Url or Href. No other property of an object is used:
/// objects are often the JSON of a server, which must not choose a method, a header or a file. An object whose Method is not the one that is
/// sent gets a warning. When -Uri is given, pipeline objects are bodies. A call that fails with its URL as argument is a terminating
/// error, for try and catch, unless -ErrorAction is given. Of URLs from the pipeline each failure is one error, and the others go on.</para>
/// <para>Without -Session nothing is remembered between calls, but connections are used again. requests: requests.request.</para>
/// </remarks>
/// <example><code>Invoke-Request https://api.example.com/get -Params @{ page = 2 }</code>Sends a GET with a query.</example>
/// <example><code>(Invoke-Request https://api.example.com/post -Method Post -Json @{ name = 'Alice' }).Json()</code>Posts an object as JSON and reads the JSON of the response.</example>
/// <example><code>'https://api.example.com/get', 'https://api.example.com/headers' | Invoke-Request | Where-Object Ok</code>Sends several requests and keeps the responses that are no errors.</example>
/// <example><code>$rows = "Uri,Method`nhttps://api.example.com/get,Get`nhttps://api.example.com/delete,Delete" | ConvertFrom-Csv
/// $rows | ForEach-Object { Invoke-Request $_.Uri -Method $_.Method }</code>Takes the method from a list, too.</example>
/// <example><code>Invoke-Request https://api.example.com/links/3/0 -FollowRelLink | ForEach-Object { $_.Json().page }</code>Asks for page after page, as the Link headers say.</example>
/// <example><code>Invoke-Request https://api.example.com/items/1000 -As Json | Where-Object id -LT 3</code>Emits the items of a JSON array one by one while they arrive.</example>
/// <example><code>$folder = New-Item (Join-Path ([IO.Path]::GetTempPath()) 'outfile-example') -ItemType Directory -Force
/// 1..4 | ForEach-Object { "https://api.example.com/file/$_" } | Invoke-Request -OutFile $folder -ThrottleLimit 4
/// Remove-Item $folder -Recurse</code>Saves several files at once, each under its server's name.</example>
/// <seealso href="docs/guide/quickstart.md"/>
[Alias("ireq")]
[Cmdlet(VerbsLifecycle.Invoke, "Request")]
[OutputType(typeof(Response), typeof(PSObject), typeof(string), typeof(byte[]), typeof(ServerSentEvent))]
public sealed class InvokeRequestCommand : SendingCmdlet
{
    private readonly RequestParameters _request = new();
    private string _url = "";
    private bool _bodiesAreInput;

    /// <summary>The URL: text, a Uri, or an object with a property Uri, Url or Href. It needs a scheme unless the session has a base URI.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Url", "Href")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Uri { get; set; }

    /// <summary>A body from the pipeline, when -Uri is given; any form that -Data takes.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>The method: any word, sent in upper case. Default GET, with a body too.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MethodCompleter))]
    public object? Method { get => _request.Method; set => _request.Method = value; }

    /// <summary>Pairs for the query: a map, a list of pairs, or a text. A list as value repeats its name, $null leaves it out.</summary>
    [Parameter]
    public object? Params { get => _request.Params; set => _request.Params = value; }

    /// <summary>Headers: a map or a list of pairs. A list as value sends several values, $null keeps a session's header away.</summary>
    [ArgumentCompleter(typeof(HeaderCompleter))]
    [Parameter]
    public object? Headers { get => _request.Headers; set => _request.Headers = value; }

    /// <summary>The body: a map or list of pairs is sent as a form, text in UTF-8, bytes, streams, files and XML as they are. A list of texts is sent with line ends between them, other lists in chunks.</summary>
    [Parameter]
    [Alias("Body")]
    public object? Data { get => _request.Data; set => _request.Data = value; }

    /// <summary>A value to send as JSON: any graph of objects to a depth of 100. $null is sent as null.</summary>
    [Parameter]
    [AllowNull]
    public object? Json { get => _request.Json?.Value; set => _request.Json = new(value); }

    /// <summary>Files for a multipart form: a map or list of pairs of names and files, bytes, streams, texts, New-FilePart, or (name, content, type, headers).</summary>
    [Parameter]
    public object? Files { get => _request.Files; set => _request.Files = value; }

    /// <summary>A file to send as the body, read from disk while it is sent.</summary>
    [Parameter]
    public object? InFile { get => _request.InFile?.Value; set => _request.InFile = new(value); }

    /// <summary>The Content-Type of the body, in place of the one that its kind or -Headers have. An empty text counts as none. A text is written in the charset that it names, or else in UTF-8.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ContentTypeCompleter))]
    public object? ContentType { get => _request.ContentType; set => _request.ContentType = value; }

    /// <summary>Cookies of this request alone: a map, a jar or a list of cookies. They go to the host of the URL.</summary>
    [Parameter]
    public object? Cookies { get => _request.Cookies; set => _request.Cookies = value; }

    /// <summary>Authentication: an auth object such as New-BasicAuth makes, 'user', 'password', or a script block that is given the request. $null for none, where the session has one.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(AuthCompleter))]
    public object? Auth { get => _request.Auth?.Value; set => _request.Auth = new(value); }

    /// <summary>User name and password for Basic authentication.</summary>
    [Parameter]
    [ValueType(typeof(PSCredential))]
    public object? Credential { get => _request.Credential; set => _request.Credential = value; }

    /// <summary>Functions that see each request and response: @{ request = { param($Request, $Options) … }; response = { param($Response, $Options) … } }, one or a list each. What they emit takes its place.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(HooksCompleter))]
    public object? Hooks { get => _request.Hooks?.Value; set => _request.Hooks = new(value); }

    /// <summary>The name, without $, of a variable that gets a new session, whose cookies are those of this call.</summary>
    [Parameter]
    public object? SessionVariable { get; set; }

    /// <inheritdoc/>
    private protected override RequestTarget? Target => new(_request.ShownMethod, _url);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _bodiesAreInput = Has(nameof(Uri));
        if (_request.FindConflict() is { } conflict) throw Conflict(conflict);
        if (Session is not null && SessionVariable is not null) throw Conflict("-Session and -SessionVariable exclude each other: use one of them.");
        if (SessionVariable is not null)
        {
            var name = OrThrow(() => ValueConverter.ToWord(SessionVariable, "SessionVariable", "the name of a variable, without $") is { Length: > 0 } word ? word
                : throw ParameterErrors.Invalid("SessionVariable", SessionVariable, "the name of a variable, without $"));
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
        if (MessageConverter.FindOtherMethod(Uri, _request.ToMethod()) is { } other) WriteWarning(other);
        var request = _request.ToRequest(_url, _bodiesAreInput ? InputObject : null, FullPath, Host);
        return file is null ? session.PrepareRequest(request) : session.PrepareRequest(request, file);
    }
}
