namespace Requests;

/// <summary>Represents an entry of a cassette and whether it was used.</summary>
/// <param name="Number">The position of the entry in the file, from 1.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Key">The parts of its request that are compared.</param>
internal sealed record CassetteSlot(int Number, HarEntry Entry, CassetteKey Key)
{
    /// <summary>Gets or sets a value that indicates whether the entry has served a request, or was recorded for one.</summary>
    public bool IsUsed { get; set; }
}
