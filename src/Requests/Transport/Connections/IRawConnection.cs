namespace Requests;

/// <summary>Represents the bytes of a connection below an <see cref="IConnectionReader"/>.</summary>
internal interface IRawConnection
{
    /// <summary>
    /// Gets a value that indicates whether the connection ended without the close_notify of TLS, so that data may be missing.
    /// </summary>
    bool IsTruncated { get; }

    /// <summary>Reads bytes that the server sent.</summary>
    /// <param name="buffer">The buffer for the bytes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<int> ReadRawAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes bytes to the server.</summary>
    /// <param name="buffer">The bytes to write.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask WriteRawAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);
}
