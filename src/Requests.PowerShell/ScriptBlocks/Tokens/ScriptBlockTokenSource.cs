using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Represents a source of bearer tokens that is written in PowerShell. Its output is the token.</summary>
/// <param name="block">The script block. It receives the response that refused the last token, or null.</param>
internal sealed class ScriptBlockTokenSource(ScriptBlock block)
{
    private readonly ScriptBlockInvoker _invoker = new(block);

    /// <summary>Runs the script block and reads its output.</summary>
    /// <param name="refusal">The response with status 401 to the last token, or null.</param>
    /// <exception cref="RequestException">The script block throws, or its output is not a token.</exception>
    internal OAuth2Token? GetToken(Response? refusal)
    {
        try
        {
            return BearerTokenConverter.ToToken(_invoker.Invoke(refusal));
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw ScriptFailedException.From("the script block of New-BearerAuth", error);
        }
    }
}
