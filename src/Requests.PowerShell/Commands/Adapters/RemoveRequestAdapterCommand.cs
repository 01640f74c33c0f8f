using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Takes the adapter of a prefix away from a session.</summary>
/// <remarks>
/// <para>URLs that it carried go to the adapter of the next shorter prefix, or are an error when there is none. The adapter is not closed:
/// it may serve another session. A prefix that has no adapter is an error.</para>
/// <para>requests: del Session.adapters[prefix].</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// Remove-RequestAdapter $session http://
/// Get-RequestAdapter $session | Select-Object Prefix</code>A session that refuses unencrypted URLs.</example>
/// <example><code>$session = New-RequestSession
/// Add-RequestAdapter $session https://api.example.com/ (New-MockAdapter)
/// Remove-RequestAdapter $session https://api.example.com/</code>Takes a mock away again.</example>
/// <seealso href="docs/guide/adapters.md"/>
[Cmdlet(VerbsCommon.Remove, "RequestAdapter", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveRequestAdapterCommand : RequestCmdlet
{
    /// <summary>The session.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>The prefix it was added with, in any case.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AdapterPrefixCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Prefix { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow<object>(() =>
    {
        var adapters = SessionConverter.Required(Session).Adapters;
        var prefix = AdapterConverter.ToPrefix(Prefix);
        if (adapters.Any(mount => mount.Key.Equals(prefix, StringComparison.OrdinalIgnoreCase)) && !ShouldProcess(prefix, "Remove the adapter")) return null;
        if (!adapters.Remove(prefix)) throw new InvalidParameterException($"The session has no adapter for the prefix '{prefix}'; it has: {string.Join(", ", adapters.Select(mount => mount.Key))}.");
        return null;
    });
}
