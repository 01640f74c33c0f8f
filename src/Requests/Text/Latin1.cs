using System.Text;

namespace Requests;

/// <summary>Header text: read as Latin-1, whatever it is, and often UTF-8.</summary>
internal static class Latin1
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text whose characters, one byte each, are the UTF-8 of another: how UTF-8 goes into a header.</summary>
    /// <param name="text">The text.</param>
    internal static string OfUtf8(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The text read as UTF-8 where its bytes are, else as it is.</summary>
    /// <param name="text">Text that was read as Latin-1.</param>
    internal static string AsUtf8(string text)
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
