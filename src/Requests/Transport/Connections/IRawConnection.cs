namespace Requests;

/// <summary>The bytes of a connection below <see cref="ResponseReader"/>.</summary>
internal interface IRawConnection
{
    /// <summary>Gets a value that indicates whether TLS ended because its connection did, without a close_notify.</summary>
    bool IsCutOff { get; }

    /// <summary>Reads what the server sent.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<int> ReadRawAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes to the server.</summary>
    /// <param name="buffer">What to write.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask WriteRawAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);
}
