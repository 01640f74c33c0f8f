using System.Runtime.CompilerServices;
using Requests.Dependencies;

namespace Requests;

/// <summary>Guesses the charset of bytes. The only file that names the bridge to the library that does it.</summary>
/// <remarks>A program may have Requests.dll alone, without the bridge and its library: nothing is guessed then.</remarks>
internal static class CharsetDetector
{
    // The guess does not get better beyond, and a megabyte of Latin-1 takes a third of a second.
    private const int Enough = 128 * 1024;

    private static readonly Lazy<bool> IsThere = new(HasBridge);

    /// <summary>The charset's name in lower case, or null when nothing fits.</summary>
    /// <param name="content">The bytes.</param>
    internal static string? Detect(byte[] content) =>
        content.Length == 0 || !IsThere.Value ? null : Ask(content, Math.Min(content.Length, Enough))?.ToLowerInvariant();

    private static bool HasBridge()
    {
        try
        {
            _ = Ask([(byte)'a'], 1);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException)
        {
            return false;
        }
    }

    // The bridge is looked for where a method that names it is compiled: in this one, not in its callers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Ask(byte[] content, int count) => CharsetProbe.Detect(content, count);
}
