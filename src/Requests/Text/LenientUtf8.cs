using System.Text;

namespace Requests;

/// <summary>
/// UTF-8 that decodes an invalid byte as ISO-8859-1. A stream without a declared encoding is decoded with it when its first byte outside
/// ASCII begins a UTF-8 sequence.
/// </summary>
internal static class LenientUtf8
{
    /// <summary>The shared instance.</summary>
    internal static readonly Encoding Encoding = System.Text.Encoding.GetEncoding(
        "utf-8",
        EncoderFallback.ReplacementFallback,
        new Latin1Fallback());

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
