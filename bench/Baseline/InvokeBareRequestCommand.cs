using System.Management.Automation;
using System.Net.Http;

namespace Requests.Bench;

/// <summary>
/// Represents the smallest cmdlet that sends a GET and emits an object, to show the lowest cost of a cmdlet that sends a request.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "BareRequest")]
[OutputType(typeof(BareResponse))]
public sealed class InvokeBareRequestCommand : Cmdlet
{
    private static readonly HttpClient Client = new();

    /// <summary>Gets or sets the URL.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Uri { get; set; } = "";

    /// <summary>Gets or sets the path of the PEM file of the trusted authority. Null trusts those of the system.</summary>
    [Parameter]
    public string? CaFile { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using var response = (CaFile is null ? Client : TrustingClient.For(CaFile)).GetAsync(Uri).GetAwaiter().GetResult();
        WriteObject(new BareResponse((int)response.StatusCode, response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult()));
    }
}
