namespace Requests;

/// <summary>
/// A stream, sent from where it stands to its end: with its length where that is known, else in chunks. The stream
/// stays open and the caller's.
/// </summary>
/// <remarks>requests: a file-like object as <c>data</c>, <c>super_len</c>, <c>rewind_body</c>.</remarks>
public sealed class StreamBody : RequestBody
{
    private readonly Stream _stream;
    private readonly long? _start;

    /// <summary>Creates the body; nothing is read yet.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="InvalidBodyException">It cannot be read.</exception>
    public StreamBody(Stream stream)
    {
        if (!stream.CanRead) throw new InvalidBodyException("The stream given as body cannot be read: it is closed or for writing only.");
        _stream = stream;
        _start = GetPosition(stream);
        Length = GetRemaining(stream, _start);
    }

    /// <summary>How many bytes are left in the stream; null when that is unknown.</summary>
    public override long? Length { get; }

    /// <inheritdoc/>
    public override bool CanRewind => _start is not null && _stream.CanSeek;

    /// <inheritdoc/>
    public override IEnumerable<Stream> Streams => [_stream];

    /// <summary>The name of the file behind the stream, without its folder; null when there is none.</summary>
    internal string? FileName => _stream is FileStream { Name: { Length: > 0 } name } && name[0] != '<' ? Path.GetFileName(name) : null;

    /// <inheritdoc/>
    public override Task WriteToAsync(Stream destination, CancellationToken cancellationToken) =>
        BodyCopy.CopyAsync(_stream, destination, Length, "The stream given as body", cancellationToken);

    /// <inheritdoc/>
    public override void Rewind()
    {
        if (!CanRewind) throw new UnrewindableBodyException("Unable to rewind the request's body to send it again: its stream cannot go back.");
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
            // A stream that does not know where it is can still be sent, once.
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

    /// <summary>Returns whether a stream gives bytes beyond its length, as files of /proc do, whose length is always 0.</summary>
    private static bool HasMore(Stream stream, long position)
    {
        if (stream.ReadByte() < 0) return false;
        stream.Position = position;
        return true;
    }
}
