using System.Text;
using System.Text.Json;

namespace Requests;

/// <summary>
/// Keeps the short texts of an archive that occurred last, such as names of headers, so that each is in memory once.
/// </summary>
internal sealed class HarStrings
{
    private const int Slots = 4096;
    private const int Longest = 200;

    private readonly string?[] _texts = new string?[Slots];

    /// <summary>Gets the name or the text at the reader's position.</summary>
    /// <param name="reader">The reader.</param>
    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    internal string Get(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.ValueSpan.Length > Longest) return GetText(ref reader);
        var hash = default(HashCode);
        hash.AddBytes(reader.ValueSpan);
        ref var slot = ref _texts[(uint)hash.ToHashCode() % Slots];
        return slot is not null && reader.ValueTextEquals(slot) ? slot : slot = JsonText.Get(ref reader);
    }

    /// <summary>Gets the name or the text at the reader's position, without keeping it.</summary>
    /// <param name="reader">The reader.</param>
    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    internal static string GetText(ref Utf8JsonReader reader)
    {
        var text = JsonText.Get(ref reader);

        // Half a surrogate pair becomes U+FFFD, as it does in a body. UTF-8 cannot have it.
        return reader.ValueIsEscaped && text.Any(char.IsSurrogate) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
    }
}
