using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>A transport written in PowerShell.</summary>
/// <remarks>requests: a subclass of <c>BaseAdapter</c>.</remarks>
internal sealed class ScriptBlockAdapter(ScriptBlock block) : TransportAdapter
{
    private readonly ScriptBlockReply _block = new(block);

    public override Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_block.Answer(request, options));
    }

    public override string ToString() => "Script";
}
