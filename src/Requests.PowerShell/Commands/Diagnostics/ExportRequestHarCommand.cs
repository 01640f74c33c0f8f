using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Exports exchanges to an HTTP archive (HAR), which browsers and other tools can open.</summary>
/// <remarks>
/// <para>Takes the recording of a session (New-RequestSession -Record), or responses with their history. The archive contains headers,
/// bodies and timings. Secrets are masked: values with a secret name, cookies, and these values where the exchange repeats them. With
/// -Unmask the archive contains all values. Only the user can read the file.</para>
/// <para>Standard: HAR 1.2.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession -Record
/// $null = $session.Get('https://api.example.com/redirect/1')
/// $file = Join-Path ([IO.Path]::GetTempPath()) "$(New-Guid).har"
/// Export-RequestHar $file $session
/// (Get-Content $file -Raw | ConvertFrom-Json).log.entries.Count
/// Remove-Item $file</code>Exports all exchanges of a session.</example>
/// <example><code>$file = Join-Path ([IO.Path]::GetTempPath()) "$(New-Guid).har"
/// Invoke-Request https://api.example.com/get | Export-RequestHar $file -Unmask
/// Remove-Item $file</code>Exports one exchange, including secrets.</example>
/// <seealso href="docs/guide/looking.md"/>
[Cmdlet(VerbsData.Export, "RequestHar", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ExportRequestHarCommand : FileExportCmdlet
{
    private readonly List<Response> _responses = [];

    /// <summary>Specifies a session that records, or responses.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Specifies a session that records, or responses.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Indicates that the cmdlet also writes secrets and cookies.</summary>
    [Parameter]
    public SwitchParameter Unmask { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _responses.AddRange(OrThrow(() => RecordedResponses.Read(InputObject)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var version = MyInvocation.MyCommand.Module?.Version.ToString() ?? "0";
        var recorder = new HarRecorder(Unmask);
        Save(stream => HarWriter.Write(stream, _responses.Select(response => recorder.CreateEntry(response)), version));
    }
}
