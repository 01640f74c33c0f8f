using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>A hook written in PowerShell: the last response or request that it emits takes the place of the one it was given.</summary>
internal sealed class ScriptBlockHook(ScriptBlock block)
{
    private readonly ScriptBlockInvoker _callback = new(block);

    internal Response? OnResponse(Response response, SendOptions options) => Run<Response>("A response hook", response, options);

    internal PreparedRequest? OnRequest(PreparedRequest request, SendOptions options) => Run<PreparedRequest>("A request hook", request, options);

    private T? Run<T>(string what, params object[] arguments)
        where T : class
    {
        try
        {
            return _callback.Invoke(arguments).Select(one => one?.BaseObject).OfType<T>().LastOrDefault();
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException && PipelineContext.Current is { } context)
        {
            context.Cmdlet.OnCallbackError(what, error);
            return null;
        }
    }
}
