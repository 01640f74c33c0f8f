using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Writes exchanges into an HTTP archive, which browsers and other tools show.</summary>
/// <remarks>
/// <para>Takes what a session has recorded (New-RequestSession -Record), or responses with their history. Headers, bodies and timings are in it; what
/// is secret by its name is masked, and so are queries and cookies. With -Unmask the archive holds all of it: only the user can read the file.</para>
/// <para>HAR 1.2.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession -Record
/// $null = $session.Get('https://api.example.com/redirect/1')
/// $file = Join-Path ([IO.Path]::GetTempPath()) "$(New-Guid).har"
/// Export-RequestHar $file $session
/// (Get-Content $file -Raw | ConvertFrom-Json).log.entries.Count
/// Remove-Item $file</code>Writes all that a session did.</example>
/// <example><code>$file = Join-Path ([IO.Path]::GetTempPath()) "$(New-Guid).har"
/// Invoke-Request https://api.example.com/get | Export-RequestHar $file -Unmask
/// Remove-Item $file</code>Writes one exchange, secrets included.</example>
/// <seealso href="docs/guide/looking.md"/>
[Cmdlet(VerbsData.Export, "RequestHar", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ExportRequestHarCommand : FileExportCmdlet
{
    private readonly List<Response> _responses = [];

    /// <summary>A session that records, or responses.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Writes secrets, queries and cookies, too.</summary>
    [Parameter]
    public SwitchParameter Unmask { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var one in OrThrow(() => PSValue.Unwrap(InputObject) switch
        {
            RequestSession { Recording: { } recording } => (IEnumerable<Response>)recording,
            RequestSession => throw new InvalidParameterException("The session of InputObject has recorded nothing: make it with -Record, or switch that on with Set-RequestSession."),
            Response response => response.History.Append(response),
            System.Collections.IEnumerable list and not string => list.Cast<object?>().Select(PSValue.Unwrap).OfType<Response>().SelectMany(response => response.History.Append(response)),
            var other => throw ParameterErrors.Invalid(nameof(InputObject), other, "a session that records, or responses"),
        }))
        {
            _responses.Add(one);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var version = MyInvocation.MyCommand.Module?.Version.ToString() ?? "0";
        Save(writer => writer.Write(new HarWriter(Unmask).Write(_responses, version)));
    }
}
