using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace Requests.PowerShell;

/// <summary>
/// Represents a request body that a script block emits while it is sent. Each string or byte array is one chunk. The script block runs on
/// the pipeline thread with the caller's variables. It runs again when the body is sent again.
/// </summary>
/// <param name="block">The script block.</param>
internal sealed class ScriptBlockBody(ScriptBlock block) : RequestBody, IPipelineBody
{
    private readonly ScriptBlockInvoker _invoker = new(block);
    private BodyCharset? _charset;

    public PipelineContext? Context { get; set; } = PipelineContext.Current;

    public override long? Length => null;

    public override bool CanRewind => true;

    internal override RequestBody WithCharset(string? contentType)
    {
        _charset = BodyCharset.FromContentType(contentType);
        return this;
    }

    public override async Task WriteToAsync(Stream destination, CancellationToken cancellationToken)
    {
        if (Context is not { } context)
        {
            throw new InvalidBodyException(
                "A body that is a script block needs a running pipeline. Send it with Invoke-Request or Send-Request.");
        }

        var writer = new ChunkWriter(destination, new ChunkEncoder { Charset = _charset }, context.Cmdlet.Cancel, cancellationToken);
        await context.InvokeAsync(() => RunBlock(writer)).ConfigureAwait(false);
    }

    public override void Rewind()
    {
    }

    private bool RunBlock(ChunkWriter writer)
    {
        try
        {
            _invoker.Emit(writer.Add);
            if (writer.Failure is null) writer.Flush();
        }
        catch (PipelineStoppedException) when (writer.Failure is not null)
        {
            // PowerShell throws the exception of the writer, or ends the script block without one.
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw new InvalidBodyException($"The script block given as body failed: {error.Message}", error);
        }

        if (writer.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
        return true;
    }
}
