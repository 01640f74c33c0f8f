using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Prepares a request: method, URL, headers, cookies, body and authentication as they will go on the wire.</summary>
/// <remarks>
/// <para>With -Session the session's headers, query, cookies, authentication and hooks are in it; without, only what the request itself
/// says. Nothing is sent. Change the result as you like, its body with any form that -Data takes, and send it with Send-Request.</para>
/// <para>requests: Request.prepare and Session.prepare_request.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession -Headers @{ 'X-Team' = 'red' }
/// $prepared = New-Request https://api.example.com/post -Method Post -Data 'draft' | ConvertTo-PreparedRequest -Session $session
/// $prepared.Body = 'No, exactly this.'
/// (Send-Request $prepared -Session $session).Json().data</code>Changes the body between preparing and sending.</example>
/// <example><code>(New-Request https://api.example.com/get -Params @{ q = 'blå' } | ConvertTo-PreparedRequest).Url</code>Shows a URL in its wire form.</example>
/// <seealso href="docs/guide/prepared.md"/>
[Cmdlet(VerbsData.ConvertTo, "PreparedRequest")]
[OutputType(typeof(PreparedRequest))]
public sealed class ConvertToPreparedRequestCommand : RequestCmdlet
{
    /// <summary>The request, as New-Request makes it.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(Request))]
    public object? Request { get; set; }

    /// <summary>The session whose state is put in. Default: none.</summary>
    [Parameter]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var request = OrThrow(() => PSValue.Unwrap(Request) as Request ?? throw ParameterErrors.Invalid(nameof(Request), Request, "a request of New-Request"));
        PreparedRequest prepared;
        try
        {
            // On the pipeline's context: authentication written in PowerShell may run.
            prepared = Run(_ => Task.FromResult(SessionConverter.ToSession(Session)?.PrepareRequest(request) ?? request.Prepare()));
        }
        catch (Exception error) when (IsReported(error))
        {
            WriteRequestError(error, new RequestTarget(request.Method, request.Url));
            return;
        }

        WriteObject(prepared);
    }
}
