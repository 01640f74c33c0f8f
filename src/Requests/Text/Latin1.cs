using System.Text;

namespace Requests;

/// <summary>Converts header text between Latin-1, in which headers are read and written, and UTF-8, which their bytes often are.</summary>
internal static class Latin1
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Encodes a text in UTF-8 and returns the bytes as characters, one a byte, so that a header carries UTF-8.</summary>
    /// <param name="text">The text.</param>
    internal static string EncodeUtf8(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Decodes a text as UTF-8 when its bytes are UTF-8; otherwise returns it unchanged.</summary>
    /// <param name="text">The text that was read as Latin-1.</param>
    internal static string DecodeUtf8(string text)
    {
        if (Ascii.IsValid(text) || text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff')) return text;
        try
        {
            return StrictUtf8.GetString(Encoding.Latin1.GetBytes(text));
        }
        catch (DecoderFallbackException)
        {
            return text;
        }
    }
}
