using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Runs a script block with one argument and returns its output.</summary>
/// <param name="block">The script block.</param>
/// <param name="what">The parameter that the script block was passed to, for error messages.</param>
internal sealed class ScriptBlockAction(ScriptBlock block, string what)
{
    private readonly ScriptBlockInvoker _invoker = new(block);

    internal Collection<PSObject> Run(object argument)
    {
        try
        {
            return _invoker.Invoke(argument);
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw new InvalidParameterException($"The script block given as {what} failed: {error.Message}", error);
        }
    }
}
