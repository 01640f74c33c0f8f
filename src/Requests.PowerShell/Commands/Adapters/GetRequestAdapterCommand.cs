using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Gets the adapters of a session, or the adapter for a URL.</summary>
/// <remarks>
/// <para>Each result has the properties Prefix and Adapter. The longest prefix is first. Python equivalents: Session.adapters and
/// Session.get_adapter.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// Get-RequestAdapter $session</code>Lists the two adapters of a new session.</example>
/// <example><code>$session = New-RequestSession
/// (Get-RequestAdapter $session -Uri https://api.example.com/get).Prefix</code>Gets the prefix that matches a URL.</example>
/// <seealso href="docs/guide/adapters.md"/>
[Cmdlet(VerbsCommon.Get, "RequestAdapter")]
[OutputType(typeof(MountedAdapter))]
public sealed class GetRequestAdapterCommand : RequestCmdlet
{
    /// <summary>Specifies the session.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies the session whose adapters are returned.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>Specifies the URL whose adapter is returned. Default: all adapters.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(AdapterPrefixCompleter))]
    public object? Uri { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var adapters = OrThrow(() => SessionConverter.ToRequiredSession(Session).Adapters);
        var mounts = Uri is null
            ? adapters
            : OrThrow<IEnumerable<KeyValuePair<string, TransportAdapter>>>(() => [adapters.GetMount(ValueConverter.ToUrl(Uri))]);
        foreach (var (prefix, adapter) in mounts) WriteObject(new MountedAdapter(prefix, adapter));
    }
}
