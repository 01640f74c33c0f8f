using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Represents a hook that is written in PowerShell. The last response or request that it emits replaces the one it received. What a hook
/// for informational responses emits is dropped.
/// </summary>
/// <param name="block">The script block.</param>
internal sealed class ScriptBlockHook(ScriptBlock block)
{
    private readonly ScriptBlockInvoker _invoker = new(block);

    internal Response? OnResponse(Response response, SendOptions options) => Run<Response>("A response hook", response, options);

    internal PreparedRequest? OnRequest(PreparedRequest request, SendOptions options) =>
        Run<PreparedRequest>("A request hook", request, options);

    internal void OnInformational(Response response, SendOptions options) => Run<object>("An informational hook", response, options);

    private T? Run<T>(string what, params object[] arguments)
        where T : class
    {
        try
        {
            return _invoker.Invoke(arguments).Select(item => item?.BaseObject).OfType<T>().LastOrDefault();
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException && PipelineContext.Current is { } context)
        {
            context.Cmdlet.OnCallbackError(what, error);
            return null;
        }
    }
}
