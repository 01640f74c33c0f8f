namespace Requests;

/// <summary>Represents a file that belongs to an item of a feed, such as the recording of a podcast.</summary>
/// <param name="Url">The absolute URL of the file.</param>
/// <param name="Type">The media type, or null.</param>
/// <param name="Length">The size in bytes as the feed says it, or null.</param>
public sealed record FeedEnclosure(string Url, string? Type, long? Length);
