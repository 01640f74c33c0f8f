namespace Requests;

/// <summary>Represents the body of a response that ends with an error.</summary>
/// <param name="content">The bytes before the error.</param>
/// <param name="error">The error.</param>
internal sealed class HarFailingStream(byte[] content, RequestException error) : ReadOnlyStream
{
    private int _position;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(buffer.Length, content.Length - _position);
        if (count == 0 && buffer.Length > 0) throw error;
        content.AsSpan(_position, count).CopyTo(buffer.Span);
        _position += count;
        return ValueTask.FromResult(count);
    }
}
