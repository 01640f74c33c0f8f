using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Represents the condition of a retry policy that is written in PowerShell.</summary>
/// <param name="block">The script block.</param>
internal sealed class ScriptBlockRetryCondition(ScriptBlock block)
{
    private readonly ScriptBlockInvoker _invoker = new(block);

    /// <summary>Runs the script block. Its last output is the decision; null leaves it to the policy.</summary>
    /// <param name="response">The response, or null.</param>
    /// <param name="error">The error, or null.</param>
    /// <exception cref="RequestException">The script block throws.</exception>
    internal bool? Decide(Response? response, RequestException? error)
    {
        try
        {
            var last = _invoker.Invoke(response, error).LastOrDefault();
            return last is null ? null : LanguagePrimitives.IsTrue(last);
        }
        catch (RuntimeException thrown) when (thrown is not PipelineStoppedException)
        {
            throw ScriptFailedException.From("the condition of a retry policy", thrown);
        }
    }
}
