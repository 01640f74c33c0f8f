namespace Requests;

/// <summary>The file that a body becomes.</summary>
/// <param name="Path">The full path.</param>
/// <param name="MayReplace">Whether a file that is there may be replaced.</param>
internal sealed record Place(string Path, bool MayReplace);
