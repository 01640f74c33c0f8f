using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Writes the objects that a script block emits to a request body, one chunk at a time.</summary>
/// <param name="destination">The request body.</param>
/// <param name="encoder">Converts text and other objects to bytes.</param>
/// <param name="cancel">Cancels the cmdlet that sends the request. PowerShell stops the pipeline of the script block first.</param>
/// <param name="cancellationToken">Cancels the operation.</param>
internal sealed class ChunkWriter(Stream destination, ChunkEncoder encoder, Action cancel, CancellationToken cancellationToken)
{
    // Single bytes are collected into chunks of this size.
    private const int ChunkSize = 64 * 1024;

    private readonly List<byte> _pending = [];

    /// <summary>Gets the exception that ended the writing, or null.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Writes an object. Returns when the connection has accepted it.</summary>
    /// <param name="item">A string, bytes, a single byte, or an object that can be converted to text.</param>
    /// <exception cref="PipelineStoppedException">The object could not be written, for the reason in <see cref="Failure"/>.</exception>
    public void Add(object? item)
    {
        if (item is PSObject { BaseObject: byte wrapped }) item = wrapped;
        if (item is byte single)
        {
            _pending.Add(single);
            if (_pending.Count >= ChunkSize) Flush();
            return;
        }

        Flush();
        Write(item);
    }

    /// <summary>Writes the single bytes that were collected.</summary>
    internal void Flush()
    {
        if (_pending.Count == 0) return;
        var chunk = _pending.ToArray();
        _pending.Clear();
        Write(chunk);
    }

    private void Write(object? item)
    {
        try
        {
            var chunk = encoder.ToChunk(item);
            if (!chunk.IsEmpty) SynchronousWait.Shared.GetResult(stop => SendAsync(chunk, stop));
        }
        catch (Exception error)
        {
            // A script block continues after any other exception, unless its ErrorActionPreference is Stop, and can catch it.
            Failure = error;
            throw new PipelineStoppedException();
        }
    }

    private async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> chunk, CancellationToken stop)
    {
        using var stopped = stop.UnsafeRegister(static cancel => ((Action)cancel!)(), cancel);
        await destination.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }
}
