using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Sends a request that was described or prepared before, and emits the response.</summary>
/// <remarks>
/// <para>A request of New-Request is prepared with the session's state first; one of ConvertTo-PreparedRequest goes as it is. It can be sent
/// again as long as its body can be read again. A prepared request that came out of a file or a job can be sent too; headers that
/// hold secrets did not travel with it.</para>
/// <para>requests: Session.send.</para>
/// </remarks>
/// <example><code>New-Request https://api.example.com/get | Send-Request -Timeout 5 -RaiseForStatus</code>Sends a request with options of its own.</example>
/// <example><code>$prepared = New-Request https://api.example.com/put -Method Put -Data 'data' | ConvertTo-PreparedRequest
/// $prepared.Headers['X-Attempt'] = '1'
/// $prepared, $prepared | Send-Request</code>Changes a header and sends the request twice.</example>
/// <seealso href="docs/guide/prepared.md"/>
[Cmdlet(VerbsCommunications.Send, "Request")]
[OutputType(typeof(Response), typeof(PSObject), typeof(string), typeof(byte[]), typeof(ServerSentEvent))]
public sealed class SendRequestCommand : SendingCmdlet
{
    private RequestTarget? _target;

    /// <summary>The request or prepared request.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Request { get; set; }

    /// <inheritdoc/>
    private protected override RequestTarget? Target => _target;

    /// <inheritdoc/>
    private protected override PreparedRequest Prepare(RequestSession session, DownloadTarget? file)
    {
        _target = null;
        var (described, prepared) = MessageConverter.ToMessage(Request);
        _target = new RequestTarget(described?.Method ?? prepared!.Method, described?.Url ?? prepared!.Url);
        if (prepared is not null) return prepared.Copy();
        return file is null ? session.PrepareRequest(described!) : session.PrepareRequest(described!, file);
    }
}
