using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Represents authentication that is written as script blocks.</summary>
/// <param name="apply">Changes the request or emits another one, before it is sent; or null.</param>
/// <param name="respond">Receives the response and emits the request to send next, or nothing when the response is final; or null.</param>
/// <remarks>requests: any callable as <c>auth</c>.</remarks>
internal sealed class ScriptBlockAuth(ScriptBlock? apply, ScriptBlock? respond = null) : AuthBase
{
    private readonly ScriptBlockInvoker? _apply = apply is null ? null : new ScriptBlockInvoker(apply);
    private readonly ScriptBlockInvoker? _respond = respond is null ? null : new ScriptBlockInvoker(respond);

    public override void Apply(PreparedRequest request)
    {
        if (Run(_apply, request) is not { } changed || ReferenceEquals(changed, request)) return;
        request.Method = changed.Method;
        request.Url = changed.Url;
        request.Headers = changed.Headers;
        request.Body = changed.Body;
    }

    public override PreparedRequest? Respond(Response response) => Run(_respond, response);

    public override string ToString() => "Script";

    private static PreparedRequest? Run(ScriptBlockInvoker? invoker, object argument)
    {
        try
        {
            return invoker?.Invoke(argument).Select(item => item?.BaseObject).OfType<PreparedRequest>().LastOrDefault();
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw ScriptFailedException.From("the script block given as -Auth", error);
        }
    }
}
