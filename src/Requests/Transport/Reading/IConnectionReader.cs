namespace Requests;

/// <summary>Stands between the handler and a connection, and looks at what goes over it.</summary>
internal interface IConnectionReader
{
    /// <summary>Reads what the server sent.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes to the server.</summary>
    /// <param name="buffer">What to write.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);
}
