using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Takes what a script emits, one object at a time, and returns when the connection has taken it.</summary>
/// <param name="destination">The connection.</param>
/// <param name="text">Makes bytes of what is no bytes.</param>
/// <param name="cancel">Cancels the command that sends, whose pipeline is told of a stop only after the script's.</param>
/// <param name="cancellationToken">Cancels the sending.</param>
internal sealed class ChunkWriter(Stream destination, ChunkEncoder text, Action cancel, CancellationToken cancellationToken)
{
    // Bytes that come one by one are sent so many at a time.
    private const int ChunkSize = 64 * 1024;

    private readonly List<byte> _single = [];

    /// <summary>Why the connection took no more, or null.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Takes a text, bytes, or whatever has a text.</summary>
    /// <param name="item">What was emitted.</param>
    public void Add(object? item)
    {
        if (item is PSObject { BaseObject: byte wrapped }) item = wrapped;
        if (item is byte single)
        {
            _single.Add(single);
            if (_single.Count >= ChunkSize) Flush();
            return;
        }

        Flush();
        Write(item);
    }

    /// <summary>Sends the bytes that came one by one.</summary>
    internal void Flush()
    {
        if (_single.Count == 0) return;
        var chunk = _single.ToArray();
        _single.Clear();
        Write(chunk);
    }

    private void Write(object? item)
    {
        var chunk = text.ToChunk(item);
        if (chunk.IsEmpty) return;
        try
        {
            SynchronousWait.Shared.Result(stop => SendAsync(chunk, stop));
        }
        catch (Exception error)
        {
            Failure = error;
            throw;
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
