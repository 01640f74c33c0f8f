using System.Text;

namespace Requests;

/// <summary>
/// Converts a text in any encoding to UTF-8 without a byte order mark, piece by piece. UTF-8 itself is passed on unchanged.
/// </summary>
/// <param name="find">Finds the encoding by the first bytes; null means UTF-8.</param>
internal sealed class Utf8Transcoder(Func<ReadOnlyMemory<byte>, Encoding?> find)
{
    // The encodings of JSON differ in their first four bytes.
    private const int MinimumStart = 4;

    private byte[] _head = [];
    private bool _hasBegun;
    private Decoder? _decoder;

    /// <summary>Converts a piece; returns nothing while there are too few bytes to find the encoding.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="last">Whether this is the last piece.</param>
    internal ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> piece, bool last)
    {
        if (!_hasBegun)
        {
            if (_head.Length > 0) piece = (byte[])[.. _head, .. piece.Span];
            if (piece.Length < MinimumStart && !last)
            {
                _head = piece.ToArray();
                return default;
            }

            _hasBegun = true;
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
