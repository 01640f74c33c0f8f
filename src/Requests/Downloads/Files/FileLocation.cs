namespace Requests;

/// <summary>The file that a body becomes.</summary>
/// <param name="Path">The full path.</param>
/// <param name="MayReplace">Whether a file that is there may be replaced.</param>
/// <param name="IsNamed">Whether the caller named this file, and not a folder.</param>
internal sealed record FileLocation(string Path, bool MayReplace, bool IsNamed = false);
