using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>A hook written in PowerShell: the last response that it emits takes the place of the one it was given.</summary>
internal sealed class ScriptBlockHook(ScriptBlock block)
{
    private readonly Callback _callback = new(block);

    internal Response? OnResponse(Response response, SendOptions options)
    {
        try
        {
            return _callback.Invoke(response, options).Select(one => one?.BaseObject).OfType<Response>().LastOrDefault();
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException && PipelineContext.Current is { } context)
        {
            context.Cmdlet.OnCallbackError("A response hook", error);
            return null;
        }
    }
}
