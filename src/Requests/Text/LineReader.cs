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
        var splitter = new LineSplitter(encoding, delimiter);
        var lines = new List<string>();
        foreach (var piece in pieces)
        {
            splitter.Add(piece, lines);
            foreach (var line in lines) yield return line;
            lines.Clear();
        }

        splitter.Finish(lines);
        foreach (var line in lines) yield return line;
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
