using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Gives all URLs of a session that begin with a prefix to an adapter.</summary>
/// <remarks>
/// <para>Of several prefixes that fit a URL the longest wins; case does not matter. An adapter that has the prefix already is replaced.
/// End the prefix of a host with a slash: https://example.com fits https://example.com.other.net too, and is warned about.</para>
/// <para>requests: Session.mount.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// Add-RequestAdapter $session https://api.example.com/ (New-HttpAdapter -Retry 3)
/// Get-RequestAdapter $session | Select-Object Prefix</code>Repeats failed requests to one host.</example>
/// <example><code>$session = New-RequestSession
/// New-MockAdapter -Replies @{ Url = '/status'; Json = @{ ok = $true } } | Add-RequestAdapter $session mock://
/// (Invoke-Request mock://any/status -Session $session).Json().ok</code>Answers URLs of a scheme of its own without a network.</example>
/// <seealso href="docs/guide/adapters.md"/>
[Cmdlet(VerbsCommon.Add, "RequestAdapter", SupportsShouldProcess = true)]
[OutputType(typeof(TransportAdapter))]
public sealed class AddRequestAdapterCommand : RequestCmdlet
{
    /// <summary>The session.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>What the URLs begin with, such as https://api.example.com/.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [ArgumentCompleter(typeof(UrlPrefixCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Prefix { get; set; }

    /// <summary>What carries them: an adapter, or a script block that is given request and options and emits the response.</summary>
    [Parameter(Position = 2, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Adapter { get; set; }

    /// <summary>Emits the adapter.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() =>
    {
        var adapter = AdapterConverter.ToAdapter(Adapter);
        var prefix = AdapterConverter.ToPrefix(Prefix);
        var adapters = SessionConverter.Required(Session).Adapters;
        if (!ShouldProcess(prefix, "Add the adapter")) return null;
        adapters.Mount(prefix, adapter);
        if (AdapterConverter.FitsOtherHosts(prefix)) WriteWarning($"The prefix '{prefix}' fits longer host names too, such as '{prefix}.example.net'; end it with a slash to keep to this host.");
        return PassThru ? adapter : null;
    });
}
