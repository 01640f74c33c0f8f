namespace Requests.PowerShell;

/// <summary>A parameter that was given, with null too: null takes a session's value away.</summary>
/// <typeparam name="T">Its type.</typeparam>
/// <param name="Value">What was given.</param>
internal readonly record struct Optional<T>(T Value);
