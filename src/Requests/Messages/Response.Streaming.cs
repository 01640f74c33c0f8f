using System.Buffers;
using System.Text;

namespace Requests;

/// <content>The body piece by piece.</content>
public sealed partial class Response
{
    private bool _streaming;
    private Stream? _decoded;

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
        _decoded ??= ContentDecoder.Decode(Raw, Headers["Content-Encoding"]);
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
            return untilFull ? _decoded!.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) : _decoded!.Read(buffer);
        }
        catch (RequestException error)
        {
            error.Attach(this);
            Close();
            throw;
        }
        catch (ObjectDisposedException error)
        {
            throw new StreamConsumedException("The response was closed before its body was read.", error) { Response = this, Request = Request };
        }
    }

    private StreamConsumedException Consumed() => new("The content of this response was streamed already; it can be read once.") { Response = this, Request = Request };
}
