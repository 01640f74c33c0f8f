namespace Requests;

/// <summary>
/// Represents a stream that is sent from its current position to its end: with its length when that is known, otherwise in chunks. The
/// caller keeps the stream, which stays open.
/// </summary>
/// <remarks>requests: a file-like object as <c>data</c>, <c>super_len</c>, <c>rewind_body</c>.</remarks>
public sealed class StreamBody : RequestBody
{
    private readonly Stream _stream;
    private readonly long? _start;

    /// <summary>Creates the body. Nothing is read yet.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="InvalidBodyException">The stream cannot be read.</exception>
    public StreamBody(Stream stream)
    {
        if (!stream.CanRead) throw new InvalidBodyException("The stream given as body cannot be read: it is closed or for writing only.");
        _stream = stream;
        _start = GetPosition(stream);
        Length = GetRemaining(stream, _start);
    }

    /// <summary>Gets the number of bytes that are left in the stream; null when it is unknown.</summary>
    public override long? Length { get; }

    /// <inheritdoc/>
    public override bool CanRewind => _start is not null && _stream.CanSeek;

    /// <inheritdoc/>
    public override IEnumerable<Stream> Streams => [_stream];

    /// <summary>Gets the name of the stream's file, without its folder; null when the stream is not a file.</summary>
    internal string? FileName => _stream is FileStream { Name: { Length: > 0 } name } && name[0] != '<' ? Path.GetFileName(name) : null;

    /// <inheritdoc/>
    public override Task WriteToAsync(Stream destination, CancellationToken cancellationToken) =>
        BodyCopy.CopyAsync(_stream, destination, Length, "The stream given as body", cancellationToken);

    /// <inheritdoc/>
    public override void Rewind()
    {
        if (!CanRewind)
        {
            throw new UnrewindableBodyException("Unable to rewind the request's body to send it again: its stream cannot go back.");
        }

        try
        {
            _stream.Position = _start!.Value;
        }
        catch (Exception error) when (error is IOException or NotSupportedException or ObjectDisposedException)
        {
            throw new UnrewindableBodyException("An error occurred when rewinding the request's body to send it again.", error);
        }
    }

    private static long? GetPosition(Stream stream)
    {
        try
        {
            return stream.CanSeek ? stream.Position : null;
        }
        catch (Exception error) when (error is IOException or NotSupportedException)
        {
            // A stream without a position can still be sent, once.
            return null;
        }
    }

    private static long? GetRemaining(Stream stream, long? start)
    {
        try
        {
            if (start is not { } position) return null;
            var left = stream.Length - position;
            return left > 0 ? left : HasMore(stream, position) ? null : 0;
        }
        catch (Exception error) when (error is IOException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Returns whether a stream has bytes beyond its length, as files in /proc do, whose length is always 0.</summary>
    private static bool HasMore(Stream stream, long position)
    {
        if (stream.ReadByte() < 0) return false;
        stream.Position = position;
        return true;
    }
}
