using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Removes the adapter of a prefix from a session.</summary>
/// <remarks>
/// <para>URLs with this prefix use the adapter of the next shorter prefix. Without one they are an error. The adapter is not closed,
/// because another session may use it. A prefix without an adapter is an error.</para>
/// <para>Python equivalent: del Session.adapters[prefix].</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// Remove-RequestAdapter $session http://
/// Get-RequestAdapter $session | Select-Object Prefix</code>Makes unencrypted URLs an error in a session.</example>
/// <example><code>$session = New-RequestSession
/// Add-RequestAdapter $session https://api.example.com/ (New-MockAdapter)
/// Remove-RequestAdapter $session https://api.example.com/</code>Removes a mock adapter.</example>
/// <seealso href="docs/guide/adapters.md"/>
[Cmdlet(VerbsCommon.Remove, "RequestAdapter", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveRequestAdapterCommand : RequestCmdlet
{
    /// <summary>Specifies the session.</summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "Specifies the session from which the adapter is removed.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>Specifies the prefix with which the adapter was added, as text. Case is ignored.</summary>
    [Parameter(
        Position = 1,
        Mandatory = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Specifies the prefix with which the adapter was added.")]
    [ArgumentCompleter(typeof(AdapterPrefixCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Prefix { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult<object>(() =>
    {
        var adapters = SessionConverter.ToRequiredSession(Session).Adapters;
        var prefix = AdapterConverter.ToPrefix(Prefix);
        var exists = adapters.Any(mount => mount.Key.Equals(prefix, StringComparison.OrdinalIgnoreCase));
        if (exists && !ShouldProcess(prefix, "Remove the adapter")) return null;
        if (adapters.Remove(prefix)) return null;
        throw new InvalidParameterException(
            $"The session has no adapter for the prefix '{prefix}'; it has: {string.Join(", ", adapters.Select(mount => mount.Key))}.");
    });
}
