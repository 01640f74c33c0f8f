using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Authentication written as a script block: it changes the request that it is given, or emits another.</summary>
/// <remarks>requests: any callable as <c>auth</c>.</remarks>
internal sealed class ScriptBlockAuth(ScriptBlock block) : AuthBase
{
    private readonly Callback _callback = new(block);

    public override void Apply(PreparedRequest request)
    {
        try
        {
            if (_callback.Invoke(request).Select(one => one?.BaseObject).OfType<PreparedRequest>().LastOrDefault() is { } changed && !ReferenceEquals(changed, request))
            {
                request.Method = changed.Method;
                request.Url = changed.Url;
                request.Headers = changed.Headers;
                request.Body = changed.Body;
            }
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw new RequestException($"The script block given as auth failed: {error.Message}", error);
        }
    }

    public override string ToString() => "Script";
}
