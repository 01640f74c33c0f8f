using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Emits the adapters of a session with their prefixes, longest prefix first, or the one for a URL.</summary>
/// <remarks>
/// <para>Each has the properties Prefix and Adapter. requests: Session.adapters and get_adapter.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// Get-RequestAdapter $session</code>Lists the two adapters that every session begins with.</example>
/// <example><code>$session = New-RequestSession
/// (Get-RequestAdapter $session -Uri https://api.example.com/get).Prefix</code>Says which prefix a URL belongs to.</example>
/// <seealso href="docs/guide/adapters.md"/>
[Cmdlet(VerbsCommon.Get, "RequestAdapter")]
[OutputType(typeof(MountedAdapter))]
public sealed class GetRequestAdapterCommand : RequestCmdlet
{
    /// <summary>The session.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>The URL whose adapter is wanted. Default: all adapters.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(AdapterPrefixCompleter))]
    public object? Uri { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var adapters = OrThrow(() => SessionConverter.Required(Session).Adapters);
        var mounts = Uri is null ? adapters : OrThrow<IEnumerable<KeyValuePair<string, TransportAdapter>>>(() => [adapters.MountFor(ValueConverter.ToUrl(Uri))]);
        foreach (var (prefix, adapter) in mounts) WriteObject(new MountedAdapter(prefix, adapter));
    }
}
