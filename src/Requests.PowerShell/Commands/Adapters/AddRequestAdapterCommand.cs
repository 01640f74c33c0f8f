using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Adds an adapter to a session for all URLs with a prefix.</summary>
/// <remarks>
/// <para>If several prefixes match a URL, the longest is used; case is ignored. An adapter with the same prefix is replaced. A
/// prefix without a slash at its end also matches longer host names: https://example.com matches https://example.com.other.net, and
/// causes a warning.</para>
/// <para>Python equivalent: Session.mount.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// Add-RequestAdapter $session https://api.example.com/ (New-HttpAdapter -Retry 3)
/// Get-RequestAdapter $session | Select-Object Prefix</code>Retries failed requests to one host.</example>
/// <example>
/// <code>$session = New-RequestSession
/// New-MockAdapter -Replies @{ Url = '/status'; Json = @{ ok = $true } } | Add-RequestAdapter $session mock://
/// (Invoke-Request mock://any/status -Session $session).Json().ok</code>
/// Sends mock replies for URLs with a custom scheme, without a network.
/// </example>
/// <seealso href="docs/guide/adapters.md"/>
[Cmdlet(VerbsCommon.Add, "RequestAdapter", SupportsShouldProcess = true)]
[OutputType(typeof(TransportAdapter))]
public sealed class AddRequestAdapterCommand : RequestCmdlet
{
    /// <summary>Specifies the session.</summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "Specifies the session to which the adapter is added.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>Specifies the start of the URLs, as text, such as https://api.example.com/.</summary>
    [Parameter(
        Position = 1,
        Mandatory = true,
        HelpMessage = "Specifies the start of the URLs that the adapter serves, such as https://host/.")]
    [ArgumentCompleter(typeof(UrlPrefixCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Prefix { get; set; }

    /// <summary>
    /// Specifies the adapter that sends the requests: an adapter, or a script block that receives request and options and emits the
    /// response.
    /// </summary>
    [Parameter(
        Position = 2,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies an adapter, such as New-HttpAdapter or New-MockAdapter creates, or a script block.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Adapter { get; set; }

    /// <summary>Indicates that the cmdlet emits the adapter.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        var adapter = AdapterConverter.ToAdapter(Adapter);
        var prefix = AdapterConverter.ToPrefix(Prefix);
        var adapters = SessionConverter.ToRequiredSession(Session).Adapters;
        if (!ShouldProcess(prefix, "Add the adapter")) return null;
        adapters.Mount(prefix, adapter);
        if (AdapterConverter.FitsOtherHosts(prefix))
        {
            WriteWarning(
                $"The prefix '{prefix}' fits longer host names too, such as '{prefix}.example.net'; "
                + "end it with a slash to keep to this host.");
        }

        return PassThru ? adapter : null;
    });
}
