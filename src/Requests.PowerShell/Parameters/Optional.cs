namespace Requests.PowerShell;

/// <summary>Represents a parameter that was bound, possibly to null. Null removes the session's value for this call.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Value">The value that the parameter was bound to.</param>
internal readonly record struct Optional<T>(T Value);
