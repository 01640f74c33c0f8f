namespace Requests;

/// <summary>Represents a value of a JSON text that is read while it arrives.</summary>
/// <param name="Utf8">The text in UTF-8, not checked for valid JSON. It is valid until the next batch is read.</param>
/// <param name="Index">The position in the array, from 0; null for a value outside of an array.</param>
internal readonly record struct JsonItem(ReadOnlyMemory<byte> Utf8, long? Index);
