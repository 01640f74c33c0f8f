using System.Buffers;

namespace Requests;

/// <summary>Represents the body of a request that is the body of a response: it is read and sent, decoded, in small pieces.</summary>
/// <remarks>requests: <c>data=response.raw</c>. A streamed response can be sent once; one that is in memory, any number of times.</remarks>
public sealed class ResponseAsRequestBody : RequestBody
{
    private const int BufferSize = 256 * 1024;

    private readonly Response _response;

    /// <summary>Creates the body; nothing is read yet.</summary>
    /// <param name="response">The response.</param>
    public ResponseAsRequestBody(Response response) => _response = response;

    /// <summary>Gets the length of the response where it is known; null sends chunks.</summary>
    public override long? Length => _response.IsContentRead ? _response.Content?.Length ?? 0 : _response.Body.WholeLength;

    /// <inheritdoc/>
    public override bool CanRewind => _response.IsContentRead;

    /// <inheritdoc/>
    public override async Task WriteToAsync(Stream destination, CancellationToken cancellationToken)
    {
        if (_response.IsContentRead)
        {
            await destination.WriteAsync(_response.Content ?? [], cancellationToken).ConfigureAwait(false);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await _response.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public override void Rewind()
    {
        if (CanRewind) return;
        throw new UnrewindableBodyException(
            "Unable to rewind the request's body to send it again: it is a streamed response, which is read once.");
    }
}
