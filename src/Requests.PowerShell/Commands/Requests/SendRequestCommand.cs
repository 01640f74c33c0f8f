using System.Management.Automation;
using System.Xml;

namespace Requests.PowerShell;

/// <summary>Sends a request or prepared request and returns the response.</summary>
/// <remarks>
/// <para>A request of New-Request is first prepared with the state of the session. A prepared request of ConvertTo-PreparedRequest is
/// sent unchanged. A request can be sent again as long as its body can be read again.</para>
/// <para>A prepared request that was read from a file or came from a job can be sent too. Headers that hold secrets are not part of
/// it.</para>
/// <para>Python equivalent: Session.send.</para>
/// </remarks>
/// <example>
/// <code>New-Request https://api.example.com/get | Send-Request -Timeout 5 -RaiseForStatus</code>
/// Sends a request with options.
/// </example>
/// <example><code>$prepared = New-Request https://api.example.com/put -Method Put -Data 'data' | ConvertTo-PreparedRequest
/// $prepared.Headers['X-Attempt'] = '1'
/// $prepared, $prepared | Send-Request</code>Changes a header and sends the request twice.</example>
/// <seealso href="docs/guide/prepared.md"/>
[Cmdlet(VerbsCommunications.Send, "Request")]
[OutputType(
    typeof(Response), typeof(PSObject), typeof(string), typeof(byte[]), typeof(ServerSentEvent), typeof(XmlDocument), typeof(FeedItem))]
public sealed class SendRequestCommand : SendingCmdlet
{
    private RequestSummary? _summary;

    /// <summary>Specifies the request of New-Request or the prepared request of ConvertTo-PreparedRequest.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies the request of New-Request or the prepared request of ConvertTo-PreparedRequest.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Request { get; set; }

    /// <inheritdoc/>
    private protected override RequestSummary? Summary => _summary;

    /// <inheritdoc/>
    private protected override PreparedRequest Prepare(RequestSession session, DownloadTarget? file)
    {
        _summary = null;
        var (described, prepared) = RequestConverter.ToRequest(Request);
        _summary = new RequestSummary(described?.Method ?? prepared!.Method, described?.Url ?? prepared!.Url);
        if (prepared is not null) return prepared.Copy();
        return file is null ? session.PrepareRequest(described!) : session.PrepareRequest(described!, file);
    }
}
