using System.Text;

namespace Requests;

/// <summary>Cuts pieces of bytes into lines of text.</summary>
internal static class LineReader
{
    /// <summary>The encoding to read a body with whose end nobody has seen: UTF-8 where nothing is said, with Latin-1 for what is none.</summary>
    /// <param name="response">The response.</param>
    internal static Encoding EncodingFor(Response response)
    {
        var name = response.Encoding;
        var isGuess = name == EncodingResolver.DefaultForText && EncodingResolver.CharsetOf(response.Headers["Content-Type"]) is null;
        if (name is not null && !isGuess && EncodingResolver.Find(name) is { } named) return named;
        return Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new Latin1Fallback());
    }

    /// <summary>The lines, without what ends them; each as soon as its end is there.</summary>
    /// <param name="pieces">The bytes.</param>
    /// <param name="encoding">Their encoding.</param>
    /// <param name="delimiter">What ends a line; null takes CR, LF and CR LF.</param>
    internal static IEnumerable<string> Read(IEnumerable<byte[]> pieces, Encoding encoding, string? delimiter)
    {
        var decoder = encoding.GetDecoder();
        var characters = Array.Empty<char>();
        var rest = new StringBuilder();
        var afterReturn = false;
        var first = true;
        foreach (var piece in pieces)
        {
            if (decoder.GetCharCount(piece, flush: false) is var needed && needed > characters.Length) characters = new char[needed];
            var count = decoder.GetChars(piece, characters, flush: false);
            var start = first && count > 0 && characters[0] == '\uFEFF' ? 1 : 0;
            first &= count == 0;
            if (afterReturn && count > start && characters[start] == '\n') start++;
            if (count > start) afterReturn = false;
            for (var i = start; i < count; i++)
            {
                if (!Ends(characters, i, rest, start, delimiter)) continue;
                rest.Append(characters, start, i - start + 1);
                rest.Length -= delimiter?.Length ?? 1;
                yield return rest.ToString();
                rest.Clear();
                if (delimiter is null && characters[i] == '\r')
                {
                    if (i + 1 < count && characters[i + 1] == '\n') i++;
                    else afterReturn = i + 1 == count;
                }

                start = i + 1;
            }

            rest.Append(characters, start, count - start);
        }

        if (rest.Length > 0) yield return rest.ToString();
    }

    /// <summary>Whether a line ends with this character; a delimiter may have begun in the piece before.</summary>
    private static bool Ends(char[] characters, int at, StringBuilder rest, int start, string? delimiter)
    {
        if (delimiter is null) return characters[at] is '\n' or '\r';
        if (characters[at] != delimiter[^1]) return false;
        for (var i = 1; i < delimiter.Length; i++)
        {
            var position = at - i;
            var before = position >= start ? characters[position] : rest.Length + position - start is >= 0 and var index ? rest[index] : '\0';
            if (before != delimiter[^(i + 1)]) return false;
        }

        return true;
    }

    /// <summary>Reads a byte that is no UTF-8 as Latin-1.</summary>
    private sealed class Latin1Fallback : DecoderFallback
    {
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

        private sealed class Buffer : DecoderFallbackBuffer
        {
            private byte[] _bytes = [];
            private int _next;

            public override int Remaining => _bytes.Length - _next;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                _bytes = bytesUnknown;
                _next = 0;
                return bytesUnknown.Length > 0;
            }

            public override char GetNextChar() => _next < _bytes.Length ? (char)_bytes[_next++] : '\0';

            public override bool MovePrevious() => _next > 0 && --_next >= 0;
        }
    }
}
