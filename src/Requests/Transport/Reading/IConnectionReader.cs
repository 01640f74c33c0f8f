namespace Requests;

/// <summary>Reads and writes a connection for the handler, and inspects the bytes.</summary>
internal interface IConnectionReader
{
    /// <summary>Reads bytes that the server sent.</summary>
    /// <param name="buffer">The buffer for the bytes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes bytes to the server.</summary>
    /// <param name="buffer">The bytes to write.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);
}
