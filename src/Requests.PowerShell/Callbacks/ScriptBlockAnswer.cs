using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>A script block that answers requests: it is given request and options, and the last thing it emits is the answer.</summary>
internal sealed class ScriptBlockAnswer(ScriptBlock block)
{
    private readonly Callback _callback = new(block);

    internal Response Answer(PreparedRequest request, SendOptions options)
    {
        try
        {
            return ResponseForms.ToResponse(_callback.Invoke(request, options).LastOrDefault(), request);
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            // What a script throws on purpose, such as a ConnectionException, is the outcome that it plays.
            for (Exception? cause = error; cause is not null; cause = cause.InnerException)
            {
                if (cause is RequestException own) throw own;
            }

            throw new RequestException($"The script block that answers requests failed: {error.Message}", error);
        }
    }
}
