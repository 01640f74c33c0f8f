using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts a request to a prepared request: method, URL, headers, cookies, body and authentication as they are sent.</summary>
/// <remarks>
/// <para>With -Session, the result includes the headers, query, cookies, authentication and hooks of the session. Without it, the result
/// includes only the request itself. Nothing is sent. You can change the result, its body in any form that -Data accepts, and send it
/// with Send-Request.</para>
/// <para>Python equivalents: Request.prepare and Session.prepare_request.</para>
/// </remarks>
/// <example>
/// <code>$session = New-RequestSession -Headers @{ 'X-Team' = 'red' }
/// $prepared = New-Request https://api.example.com/post -Method Post -Data 'draft' | ConvertTo-PreparedRequest -Session $session
/// $prepared.Body = 'No, exactly this.'
/// (Send-Request $prepared -Session $session).Json().data</code>
/// Changes the body after the request is prepared and before it is sent.
/// </example>
/// <example>
/// <code>(New-Request https://api.example.com/get -Params @{ q = 'blå' } | ConvertTo-PreparedRequest).Url</code>
/// Shows a URL as it is sent.
/// </example>
/// <seealso href="docs/guide/prepared.md"/>
[Cmdlet(VerbsData.ConvertTo, "PreparedRequest")]
[OutputType(typeof(PreparedRequest))]
public sealed class ConvertToPreparedRequestCommand : RequestCmdlet
{
    /// <summary>Specifies the request, as New-Request creates it.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Specifies the request, as New-Request creates it.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(Request))]
    public object? Request { get; set; }

    /// <summary>Specifies the session whose state is included. Default: none.</summary>
    [Parameter]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var request = OrThrow(() => PSValue.Unwrap(Request) as Request
            ?? throw ParameterErrors.Invalid(nameof(Request), Request, "a request of New-Request"));
        PreparedRequest prepared;
        try
        {
            // Runs on the pipeline thread, because the authentication may be a script block.
            prepared = Run(_ => Task.FromResult(SessionConverter.ToSession(Session)?.PrepareRequest(request) ?? request.Prepare()));
        }
        catch (Exception error) when (IsReported(error))
        {
            WriteRequestError(error, new RequestSummary(request.Method, request.Url));
            return;
        }

        WriteObject(prepared);
    }
}
