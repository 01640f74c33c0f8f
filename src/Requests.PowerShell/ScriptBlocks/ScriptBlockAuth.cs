using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Authentication written as script blocks: one changes the request that it is given, or emits another; one looks at the answer and
/// emits the request to send next, or nothing when the answer stands.
/// </summary>
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

    private static PreparedRequest? Run(ScriptBlockInvoker? callback, object argument)
    {
        try
        {
            return callback?.Invoke(argument).Select(one => one?.BaseObject).OfType<PreparedRequest>().LastOrDefault();
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw ScriptFailedException.From("the script block given as -Auth", error);
        }
    }
}
