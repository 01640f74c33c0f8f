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
    /// <exception cref="System.Text.DecoderFallbackException">The bytes are not UTF-8.</exception>
    internal string Get(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.ValueSpan.Length > Longest) return JsonText.Get(ref reader);
        var hash = default(HashCode);
        hash.AddBytes(reader.ValueSpan);
        ref var slot = ref _texts[(uint)hash.ToHashCode() % Slots];
        return slot is not null && reader.ValueTextEquals(slot) ? slot : slot = JsonText.Get(ref reader);
    }
}
