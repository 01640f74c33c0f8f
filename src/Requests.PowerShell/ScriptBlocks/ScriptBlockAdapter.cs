using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Represents a transport adapter that is written in PowerShell.</summary>
/// <param name="block">The script block. It receives the request and the options and emits the response.</param>
/// <remarks>requests: a subclass of <c>BaseAdapter</c>.</remarks>
internal sealed class ScriptBlockAdapter(ScriptBlock block) : TransportAdapter
{
    private readonly ScriptBlockReply _reply = new(block);

    public override Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_reply.GetResponse(request, options));
    }

    public override string ToString() => "Script";
}
