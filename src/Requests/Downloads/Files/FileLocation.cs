namespace Requests;

/// <summary>Represents the file to which a body is saved.</summary>
/// <param name="Path">The full path.</param>
/// <param name="MayReplace">Whether an existing file may be replaced.</param>
/// <param name="IsNamed">Whether the caller named this file, and not a folder. Default: false.</param>
internal sealed record FileLocation(string Path, bool MayReplace, bool IsNamed = false);
