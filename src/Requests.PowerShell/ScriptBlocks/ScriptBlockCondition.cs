using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Represents a condition for a response that is written in PowerShell. Its output is true or false as that of an if.</summary>
/// <param name="block">The script block.</param>
/// <param name="parameter">The parameter that the script block was passed to, for error messages.</param>
internal sealed class ScriptBlockCondition(ScriptBlock block, string parameter)
{
    private readonly ScriptBlockInvoker _invoker = new(block);

    /// <summary>Returns whether a response meets the condition.</summary>
    /// <param name="response">The response.</param>
    /// <exception cref="RequestException">
    /// The script block failed. That it cannot read an error page as JSON is not a failure: the condition is then not met.
    /// </exception>
    internal bool IsMet(Response response)
    {
        try
        {
            return LanguagePrimitives.IsTrue(_invoker.Invoke(response));
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            var failure = ScriptFailedException.From($"the script block given as -{parameter}", error);
            if (failure is JsonDecodeException && !response.Ok) return false;
            throw failure;
        }
    }
}
