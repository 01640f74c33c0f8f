using System.Management.Automation;
using System.Net.Http;

namespace Requests.Bench;

/// <summary>The smallest cmdlet that sends a GET and emits an object: the least that anything called from PowerShell can cost.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "BareRequest")]
[OutputType(typeof(BareResponse))]
public sealed class InvokeBareRequestCommand : Cmdlet
{
    private static readonly HttpClient Client = new();

    /// <summary>The URL.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Uri { get; set; } = "";

    /// <summary>The authority to trust; null for the system's.</summary>
    [Parameter]
    public string? CaFile { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using var reply = (CaFile is null ? Client : TrustingClient.For(CaFile)).GetAsync(Uri).GetAwaiter().GetResult();
        WriteObject(new BareResponse((int)reply.StatusCode, reply.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult()));
    }
}
