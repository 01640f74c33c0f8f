using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>A script block that is told something, and emits an answer where one is wanted.</summary>
internal sealed class ScriptBlockAction(ScriptBlock block, string what)
{
    private readonly ScriptBlockInvoker _callback = new(block);

    internal Collection<PSObject> Run(object argument)
    {
        try
        {
            return _callback.Invoke(argument);
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw new InvalidParameterException($"The script block given as {what} failed: {error.Message}", error);
        }
    }
}
