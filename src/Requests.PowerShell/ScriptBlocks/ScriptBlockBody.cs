using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// A body that a script block emits while it is sent: each text or array of bytes is a chunk, taken when the connection has room for
/// it. The block runs on the pipeline thread, with the caller's variables, and runs again where a body is sent again.
/// </summary>
internal sealed class ScriptBlockBody(ScriptBlock block) : RequestBody, IPipelineBody
{
    private readonly ScriptBlockInvoker _callback = new(block);
    private BodyCharset? _charset;

    public PipelineContext? Context { get; set; } = PipelineContext.Current;

    public override long? Length => null;

    public override bool CanRewind => true;

    public override RequestBody WithCharset(string? contentType)
    {
        _charset = BodyCharset.FromContentType(contentType);
        return this;
    }

    public override async Task WriteToAsync(Stream destination, CancellationToken cancellationToken)
    {
        if (Context is not { } context) throw new InvalidBodyException("A script block is a body where a pipeline runs it: send it with Invoke-Request or Send-Request.");
        var sink = new ChunkWriter(destination, new ChunkEncoder { Charset = _charset }, context.Cmdlet.Cancel, cancellationToken);
        await context.InvokeAsync(() => Emit(sink)).ConfigureAwait(false);
        sink.Flush();
    }

    public override void Rewind()
    {
    }

    /// <summary>What the sending threw comes out of the block as PowerShell's; the cause is what matters.</summary>
    private bool Emit(ChunkWriter sink)
    {
        try
        {
            _callback.Emit(sink.Add);
            return true;
        }
        catch (RuntimeException error) when (sink.Failure is not null && error is not PipelineStoppedException)
        {
            throw sink.Failure;
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw new InvalidBodyException($"The script block given as body failed: {error.Message}", error);
        }
    }
}
