namespace Requests;

/// <summary>Represents the body of a response as it was read.</summary>
/// <param name="Bytes">The bytes with their content codings.</param>
/// <param name="IsWhole">Whether the body was read to its end.</param>
/// <param name="IsTooLarge">Whether the body is larger than an entry can be; the bytes are empty then.</param>
/// <param name="Error">The error that reading ended with, or null.</param>
/// <param name="Trailers">The trailer fields, or null.</param>
internal sealed record RecordedBody(byte[] Bytes, bool IsWhole, bool IsTooLarge, Exception? Error, HeaderDictionary? Trailers);
