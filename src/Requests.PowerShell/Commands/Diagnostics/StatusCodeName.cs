namespace Requests.PowerShell;

/// <summary>Represents a name of a status code.</summary>
/// <param name="Name">The name.</param>
/// <param name="Code">The status code.</param>
public sealed record StatusCodeName(string Name, int Code);
