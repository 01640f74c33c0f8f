using System.Text;

namespace Requests;

/// <summary>Makes UTF-8 of a text in whatever encoding, piece by piece, without a byte order mark. UTF-8 itself passes untouched.</summary>
/// <param name="find">Which encoding it is, by the first bytes; null for UTF-8.</param>
internal sealed class Utf8Transcoder(Func<ReadOnlyMemory<byte>, Encoding?> find)
{
    // As many as tell the encodings of JSON apart.
    private const int Telling = 4;

    private byte[] _head = [];
    private bool _begun;
    private Decoder? _decoder;

    /// <summary>The piece in UTF-8; empty while there are too few bytes to tell the encoding.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="last">True when there is no other.</param>
    internal ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> piece, bool last)
    {
        if (!_begun)
        {
            if (_head.Length > 0) piece = (byte[])[.. _head, .. piece.Span];
            if (piece.Length < Telling && !last)
            {
                _head = piece.ToArray();
                return default;
            }

            _begun = true;
            if (find(piece) is { } encoding and not UTF8Encoding) _decoder = encoding.GetDecoder();
            else if (piece.Span.StartsWith(Encoding.UTF8.Preamble)) piece = piece[3..];
            return Transcode(piece, last, isFirst: true);
        }

        return Transcode(piece, last, isFirst: false);
    }

    private ReadOnlyMemory<byte> Transcode(ReadOnlyMemory<byte> piece, bool last, bool isFirst)
    {
        if (_decoder is null) return piece;
        var characters = new char[_decoder.GetCharCount(piece.Span, last)];
        var text = characters.AsSpan(0, _decoder.GetChars(piece.Span, characters, last));
        if (isFirst && text.StartsWith("\uFEFF")) text = text[1..];
        return Encoding.UTF8.GetBytes(text.ToArray());
    }
}
