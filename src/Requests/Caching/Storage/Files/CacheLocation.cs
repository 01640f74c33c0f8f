namespace Requests;

/// <summary>Represents where a <see cref="FileCacheStore"/> has the body of a response that it has found.</summary>
/// <param name="Head">The path of the head.</param>
/// <param name="Inline">The bytes of a small body; null where the body has a file of its own.</param>
/// <param name="Used">The time at which the entry was used last, in UTC.</param>
internal sealed record CacheLocation(string Head, ReadOnlyMemory<byte>? Inline, DateTime Used);
