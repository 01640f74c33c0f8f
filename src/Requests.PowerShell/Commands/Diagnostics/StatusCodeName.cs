namespace Requests.PowerShell;

/// <summary>A name of a status code.</summary>
/// <param name="Name">The name.</param>
/// <param name="Code">The code.</param>
public sealed record StatusCodeName(string Name, int Code);
