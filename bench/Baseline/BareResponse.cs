namespace Requests.Bench;

/// <summary>Represents the output of the bare cmdlet.</summary>
/// <param name="StatusCode">The status code.</param>
/// <param name="Content">The body.</param>
public sealed record BareResponse(int StatusCode, byte[] Content);
