using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Runs a script block that takes the place of a server. It receives the request and the options. Its last output is the response.
/// </summary>
/// <param name="block">The script block.</param>
internal sealed class ScriptBlockReply(ScriptBlock block)
{
    private readonly ScriptBlockInvoker _invoker = new(block);

    internal Response GetResponse(PreparedRequest request, SendOptions options)
    {
        try
        {
            return ResponseConverter.ToResponse(_invoker.Invoke(request, options).LastOrDefault(), request);
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw ScriptFailedException.From("the script block of the adapter or mock reply", error);
        }
    }
}
