using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>Encodes a character that a charset does not have as a reference of HTML, such as <c>&amp;#8364;</c>.</summary>
/// <remarks>Encoding section 4.1, the error mode html.</remarks>
internal sealed class CharacterReferenceFallback : EncoderFallback
{
    // The largest reference, &#1114111;
    public override int MaxCharCount => 10;

    public override EncoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

    /// <summary>Returns an encoding that writes references.</summary>
    /// <param name="encoding">The encoding.</param>
    internal static Encoding AddTo(Encoding encoding)
    {
        if (encoding.CodePage == Encoding.UTF8.CodePage) return encoding;
        var copy = (Encoding)encoding.Clone();
        copy.EncoderFallback = new CharacterReferenceFallback();
        return copy;
    }

    private sealed class Buffer : EncoderFallbackBuffer
    {
        private string _text = "";
        private int _next;

        public override int Remaining => _text.Length - _next;

        public override bool Fallback(char charUnknown, int index) => Start(charUnknown);

        public override bool Fallback(char charUnknownHigh, char charUnknownLow, int index) =>
            Start(char.ConvertToUtf32(charUnknownHigh, charUnknownLow));

        // A character of 0 tells the encoder that the text has ended.
        public override char GetNextChar() => _next < _text.Length ? _text[_next++] : '\0';

        public override bool MovePrevious()
        {
            if (_next == 0) return false;
            _next--;
            return true;
        }

        public override void Reset() => (_text, _next) = ("", 0);

        private bool Start(int code)
        {
            // A surrogate without its other half has no code of its own.
            var known = code is >= 0xD800 and <= 0xDFFF ? 0xFFFD : code;
            _text = string.Create(CultureInfo.InvariantCulture, $"&#{known};");
            _next = 0;
            return true;
        }
    }
}
