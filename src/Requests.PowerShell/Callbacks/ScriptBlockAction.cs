using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>A script block that is told something; what it emits is nobody's.</summary>
internal sealed class ScriptBlockAction(ScriptBlock block, string what)
{
    private readonly Callback _callback = new(block);

    internal void Run(object argument)
    {
        try
        {
            _callback.Invoke(argument);
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw new RequestException($"The script block given as {what} failed: {error.Message}", error);
        }
    }
}
