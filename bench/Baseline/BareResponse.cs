namespace Requests.Bench;

/// <summary>What the bare cmdlet emits.</summary>
/// <param name="StatusCode">The status.</param>
/// <param name="Content">The body.</param>
public sealed record BareResponse(int StatusCode, byte[] Content);
