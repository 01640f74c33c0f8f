namespace Requests;

/// <summary>One value of a JSON text that is read as it arrives.</summary>
/// <param name="Utf8">Its text in UTF-8, as it came: it may be no JSON. It holds good until the next batch is asked for.</param>
/// <param name="Index">Its place in the array, from 0; null for a text that is no array but one value.</param>
internal readonly record struct JsonItem(ReadOnlyMemory<byte> Utf8, long? Index);
