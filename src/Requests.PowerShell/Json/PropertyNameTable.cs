using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>The names in one JSON text, each as one string however often it occurs.</summary>
internal sealed class PropertyNameTable
{
    // A power of two; a name beyond finds its place taken and is made anew, which is only slower.
    private const int Slots = 256;

    private readonly string?[] _names = new string?[Slots];

    /// <summary>The name that the reader stands at.</summary>
    /// <param name="reader">A reader at a property's name.</param>
    internal string Get(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.HasValueSequence) return JsonText.Get(ref reader);
        ref var slot = ref _names[Hash(reader.ValueSpan) & (Slots - 1)];
        return slot is not null && reader.ValueTextEquals(slot) ? slot : slot = JsonText.Get(ref reader);
    }

    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = (uint)name.Length;
        foreach (var one in name) hash = (hash * 31) + one;
        return hash ^ (hash >> 8);
    }
}
