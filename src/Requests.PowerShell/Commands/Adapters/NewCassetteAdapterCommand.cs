using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates an adapter that records exchanges in a file and replays them without a network.</summary>
/// <remarks>
/// <para>Add the adapter to a session with Add-RequestAdapter. The file is an HTTP archive (HAR 1.2), and the archive of a browser replays
/// as well. Each redirect, challenge, retry and request for a token is an entry. Bodies are text where they are text. Connection errors
/// and timeouts are recorded, too, and a replay reports them without the wait.</para>
/// <para>Secrets are replaced in the file by the rules of Export-RequestHar, and they are not compared: a replay needs no
/// credentials.</para>
/// <para>The file is written when the session is closed, or by the Save method. Until then, a file beside it with the ending .recording
/// has what was recorded; after a crash it is used when the cassette is next opened.</para>
/// <para>The property UnusedEntries lists the entries that served no request. Use-RequestCassette uses a cassette for all
/// sessions.</para>
/// <para>Python equivalent: betamax.BetamaxAdapter.</para>
/// </remarks>
/// <example><code>$file = Join-Path ([IO.Path]::GetTempPath()) "$(New-Guid).har"
/// 1..2 | ForEach-Object {
///     $session = New-RequestSession
///     $cassette = New-CassetteAdapter $file
///     Add-RequestAdapter $session https://api.example.com/ $cassette
///     $session.Get('https://api.example.com/get?page=1').StatusCode
///     Close-RequestSession $session
///     "replayed: $($cassette.ReplayedCount)"
/// }
/// Remove-Item $file</code>Records a request, and replays it with the second session.</example>
/// <example><code>$file = Join-Path ([IO.Path]::GetTempPath()) "$(New-Guid).har"
/// $session = New-RequestSession
/// $cassette = New-CassetteAdapter $file -Mode New -Match Method, Path, Query -Ignore nonce
/// Add-RequestAdapter $session https://api.example.com/ $cassette
/// $null = $session.Get("https://api.example.com/get?nonce=$(Get-Random)")
/// $cassette.Save()
/// Remove-Item $file</code>Compares method, path and query only, without one parameter.</example>
/// <seealso href="docs/guide/cassettes.md"/>
[Cmdlet(VerbsCommon.New, "CassetteAdapter")]
[OutputType(typeof(CassetteAdapter))]
public sealed class NewCassetteAdapterCommand : CassetteCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(Open);
}
