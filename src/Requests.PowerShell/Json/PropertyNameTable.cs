using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>
/// Interns the property names of a JSON text or of the items of a body, so that equal names share one string and what is known of their
/// values.
/// </summary>
internal sealed class PropertyNameTable
{
    // A power of two. Names that share a slot replace each other, which creates their strings again.
    private const int Slots = 256;

    private readonly JsonMember?[] _members = new JsonMember?[Slots];

    /// <summary>Gets the member that stands for the whole text, or for an item of the body.</summary>
    internal JsonMember Root { get; } = new("");

    /// <summary>Gets the member with the name at the position of the reader.</summary>
    /// <param name="reader">A reader whose current token is a property name.</param>
    internal JsonMember Get(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.HasValueSequence) return new JsonMember(JsonText.Get(ref reader));
        ref var slot = ref _members[Hash(reader.ValueSpan) & (Slots - 1)];
        return slot is not null && reader.ValueTextEquals(slot.Name) ? slot : slot = new JsonMember(JsonText.Get(ref reader));
    }

    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = (uint)name.Length;
        foreach (var code in name) hash = (hash * 31) + code;
        return hash ^ (hash >> 8);
    }
}
