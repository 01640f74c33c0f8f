using System.Buffers;
using System.Text;

namespace Requests;

/// <content>The body piece by piece.</content>
public sealed partial class Response
{
    private bool _streaming;
    private int _taken;

    // Overloads, not a default: PowerShell cannot leave out an argument whose type is a nullable number.
    private const int UsualChunkSize = 10240;

    /// <summary>The body in pieces of 10,240 decoded bytes.</summary>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    /// <remarks>requests: <c>iter_content</c>.</remarks>
    public IEnumerable<byte[]> IterContent() => IterContent(UsualChunkSize);

    /// <summary>The body in pieces of text, cut every 10,240 bytes.</summary>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    public IEnumerable<string> IterText() => IterText(UsualChunkSize);

    /// <summary>
    /// The body in pieces of decoded bytes, as it arrives when the response is streamed. Reading on a second time goes on where the
    /// first stopped; at the end the connection is let go.
    /// </summary>
    /// <param name="chunkSize">Bytes of a piece, the last one apart; null gives what has arrived.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 1.</exception>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    /// <remarks>requests: <c>iter_content</c>.</remarks>
    public IEnumerable<byte[]> IterContent(int? chunkSize)
    {
        if (chunkSize < 1) throw new ArgumentOutOfRangeException(nameof(chunkSize), chunkSize, "A piece has at least one byte.");
        if (_content is null && ContentConsumed) throw Consumed();
        return Pieces(chunkSize);
    }

    /// <summary>The body in pieces of text; a character split between two pieces is put together.</summary>
    /// <param name="chunkSize">Bytes of a piece, as in <see cref="IterContent(int?)"/>.</param>
    /// <remarks>requests: <c>iter_content</c> with <c>decode_unicode</c>.</remarks>
    public IEnumerable<string> IterText(int? chunkSize)
    {
        var decoder = LineReader.EncodingFor(this).GetDecoder();
        return IterContent(chunkSize).Append([]).Select((piece, _) => Decode(decoder, piece)).Where(text => text.Length > 0);
    }

    /// <summary>The body in lines, each as soon as its end has arrived.</summary>
    /// <param name="delimiter">What ends a line; null takes CR, LF and CR LF.</param>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    /// <remarks>requests: <c>iter_lines</c>, with text for bytes.</remarks>
    public IEnumerable<string> IterLines(string? delimiter = null)
    {
        if (delimiter is { Length: 0 }) throw new ArgumentException("A delimiter has at least one character.", nameof(delimiter));
        return LineReader.Read(IterContent(null), LineReader.EncodingFor(this), delimiter);
    }

    /// <summary>Reads on in the decoded body as it arrives; 0 at its end, where the connection is let go.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    /// <exception cref="StreamConsumedException">The body was streamed to its end, or closed, before.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_content is not null || !_hasBody) return TakeRead(buffer.Span);
        if (ContentConsumed) throw Consumed();
        _streaming = true;
        try
        {
            var count = await Open().ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count > 0 || buffer.IsEmpty) return count;
            ContentConsumed = true;
            Close();
            return 0;
        }
        catch (Exception error)
        {
            Close();
            if (Translate(error) is { } other) throw other;
            throw;
        }
    }

    /// <summary>The next bytes of a body that is in memory already.</summary>
    private int TakeRead(Span<byte> buffer)
    {
        var rest = _content.AsSpan(Math.Min(_taken, _content?.Length ?? 0));
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _taken += count;
        return count;
    }

    private static string Decode(Decoder decoder, byte[] piece)
    {
        var last = piece.Length == 0;
        var characters = new char[decoder.GetCharCount(piece, last)];
        return new string(characters, 0, decoder.GetChars(piece, characters, last));
    }

    private IEnumerable<byte[]> Pieces(int? chunkSize)
    {
        if (_content is null && _hasBody) return StreamedPieces(chunkSize);
        var content = _content ?? [];
        return content.Length == 0 ? [] : content.Chunk(chunkSize ?? content.Length);
    }

    private IEnumerable<byte[]> StreamedPieces(int? chunkSize)
    {
        _streaming = true;
        var buffer = ArrayPool<byte>.Shared.Rent(chunkSize ?? SegmentSize);
        try
        {
            while (Fill(buffer.AsSpan(0, chunkSize ?? buffer.Length), untilFull: chunkSize is not null) is > 0 and var count) yield return buffer[..count];
            ContentConsumed = true;
            Close();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int Fill(Span<byte> buffer, bool untilFull)
    {
        try
        {
            var decoded = Open();
            return untilFull ? decoded.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) : decoded.Read(buffer);
        }
        catch (Exception error)
        {
            Close();
            if (Translate(error) is { } other) throw other;
            throw;
        }
    }

    private StreamConsumedException Consumed() => new(SavedTo is null ? "The content of this response was streamed already; it can be read once." : $"The content of this response was saved to '{SavedTo}'; read it there.") { Response = this, Request = Request };
}
