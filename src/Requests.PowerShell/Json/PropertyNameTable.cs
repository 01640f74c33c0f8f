using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>
/// Interns the property names of a JSON text or of the items of a body, so that equal names share one string, and keeps the number of
/// names of an object.
/// </summary>
internal sealed class PropertyNameTable
{
    // A power of two. Names that share a slot replace each other, which creates their strings again.
    private const int Slots = 256;

    private readonly string?[] _names = new string?[Slots];

    /// <summary>
    /// Gets or sets the number of names of the last object, which is likely to be that of the next one. The default is 8.
    /// </summary>
    internal int LastCount { get; set; } = 8;

    /// <summary>Gets the name at the position of the reader.</summary>
    /// <param name="reader">A reader whose current token is a property name.</param>
    internal string Get(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.HasValueSequence) return JsonText.Get(ref reader);
        ref var slot = ref _names[Hash(reader.ValueSpan) & (Slots - 1)];
        return slot is not null && reader.ValueTextEquals(slot) ? slot : slot = JsonText.Get(ref reader);
    }

    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = (uint)name.Length;
        foreach (var code in name) hash = (hash * 31) + code;
        return hash ^ (hash >> 8);
    }
}
