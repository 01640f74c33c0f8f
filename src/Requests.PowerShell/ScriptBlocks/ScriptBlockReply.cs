using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>A script block that answers requests: it is given request and options, and the last thing it emits is the answer.</summary>
internal sealed class ScriptBlockReply(ScriptBlock block)
{
    private readonly ScriptBlockInvoker _callback = new(block);

    internal Response Answer(PreparedRequest request, SendOptions options)
    {
        try
        {
            return ResponseConverter.ToResponse(_callback.Invoke(request, options).LastOrDefault(), request);
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw ScriptFailedException.From("the script block that answers requests", error);
        }
    }
}
