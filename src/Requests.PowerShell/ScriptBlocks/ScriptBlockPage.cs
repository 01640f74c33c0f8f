using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Finds the next page with a script block. Its last output is the next page.</summary>
/// <param name="block">The script block. It receives the response.</param>
internal sealed class ScriptBlockPage(ScriptBlock block)
{
    private readonly ScriptBlockInvoker _invoker = new(block);

    internal NextPage? Find(Response response)
    {
        try
        {
            return NextPageConverter.ToNextPage(_invoker.Invoke(response).LastOrDefault());
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw ScriptFailedException.From("the script block of -NextPage", error);
        }
    }
}
