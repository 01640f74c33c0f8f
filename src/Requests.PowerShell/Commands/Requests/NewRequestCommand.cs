using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates a request without sending it.</summary>
/// <remarks>
/// <para>Takes the parameters of Invoke-Request that define the content of a request. You can change the properties of the emitted
/// object, then prepare it with ConvertTo-PreparedRequest or send it with Send-Request.</para>
/// <para>Python equivalent: requests.Request.</para>
/// </remarks>
/// <example><code>$request = New-Request https://api.example.com/get -Params @{ page = 2 }
/// Send-Request $request</code>Creates a request and sends it later.</example>
/// <example><code>$prepared = New-Request https://api.example.com/post -Method Post -Data @{ a = 1 } | ConvertTo-PreparedRequest
/// $prepared.Headers['Content-Length']</code>Shows a header of the prepared request.</example>
/// <seealso href="docs/guide/prepared.md"/>
[Cmdlet(VerbsCommon.New, "Request")]
[OutputType(typeof(Request))]
public sealed class NewRequestCommand : RequestCmdlet
{
    private readonly RequestParameters _request = new();

    /// <summary>
    /// Specifies the URL: text, a Uri, or an object with a property Uri, Url or Href. The URL must have a scheme unless the request is
    /// sent with a session that has a base URI.
    /// </summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Specifies the URL, such as https://host/path.")]
    [Alias("Url", "Href")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Uri { get; set; }

    /// <inheritdoc cref="InvokeRequestCommand.Method"/>
    [Parameter]
    [ArgumentCompleter(typeof(MethodCompleter))]
    public object? Method { get => _request.Method; set => _request.Method = value; }

    /// <inheritdoc cref="InvokeRequestCommand.Params"/>
    [Parameter]
    public object? Params { get => _request.Params; set => _request.Params = value; }

    /// <inheritdoc cref="InvokeRequestCommand.Headers"/>
    [ArgumentCompleter(typeof(HeaderCompleter))]
    [Parameter]
    public object? Headers { get => _request.Headers; set => _request.Headers = value; }

    /// <inheritdoc cref="InvokeRequestCommand.Data"/>
    [Parameter]
    [Alias("Body")]
    public object? Data { get => _request.Data; set => _request.Data = value; }

    /// <inheritdoc cref="InvokeRequestCommand.Json"/>
    [Parameter]
    [AllowNull]
    public object? Json { get => _request.Json?.Value; set => _request.Json = new(value); }

    /// <inheritdoc cref="InvokeRequestCommand.Files"/>
    [Parameter]
    public object? Files { get => _request.Files; set => _request.Files = value; }

    /// <inheritdoc cref="InvokeRequestCommand.InFile"/>
    [Parameter]
    public object? InFile { get => _request.InFile?.Value; set => _request.InFile = new(value); }

    /// <inheritdoc cref="InvokeRequestCommand.ContentType"/>
    [Parameter]
    [ArgumentCompleter(typeof(ContentTypeCompleter))]
    public object? ContentType { get => _request.ContentType; set => _request.ContentType = value; }

    /// <inheritdoc cref="InvokeRequestCommand.Compress"/>
    [Parameter]
    [ArgumentCompleter(typeof(ContentCodingCompleter))]
    public object? Compress { get => _request.Compress; set => _request.Compress = value; }

    /// <inheritdoc cref="InvokeRequestCommand.Cookies"/>
    [Parameter]
    public object? Cookies { get => _request.Cookies; set => _request.Cookies = value; }

    /// <inheritdoc cref="InvokeRequestCommand.Auth"/>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(AuthCompleter))]
    public object? Auth { get => _request.Auth?.Value; set => _request.Auth = new(value); }

    /// <inheritdoc cref="InvokeRequestCommand.Credential"/>
    [Parameter]
    [ValueType(typeof(PSCredential))]
    public object? Credential { get => _request.Credential; set => _request.Credential = value; }

    /// <inheritdoc cref="InvokeRequestCommand.Hooks"/>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(HooksCompleter))]
    public object? Hooks { get => _request.Hooks?.Value; set => _request.Hooks = new(value); }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (_request.FindConflict() is { } conflict) ThrowConflict(conflict);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Request request;
        try
        {
            var url = ValueConverter.ToUrl(Uri);
            if (RequestConverter.FindOtherMethod(Uri, _request.ToMethod()) is { } other) WriteWarning(other);
            request = _request.ToRequest(url, input: null, FullPath, Host);
        }
        catch (Exception error) when (IsReported(error))
        {
            WriteRequestError(error, new RequestSummary(_request.ShownMethod, ""));
            return;
        }

        WriteObject(request);
    }
}
