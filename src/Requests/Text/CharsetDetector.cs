using Requests.Dependencies;

namespace Requests;

/// <summary>Guesses the charset of bytes. The only file that names the bridge to the library that does it.</summary>
internal static class CharsetDetector
{
    // The guess does not get better beyond, and a megabyte of Latin-1 takes a third of a second.
    private const int Enough = 128 * 1024;

    /// <summary>The charset's name in lower case, or null when nothing fits.</summary>
    /// <param name="content">The bytes.</param>
    internal static string? Detect(byte[] content) =>
        content.Length == 0 ? null : CharsetProbe.Detect(content, Math.Min(content.Length, Enough))?.ToLowerInvariant();
}
