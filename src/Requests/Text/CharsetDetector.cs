using System.Runtime.CompilerServices;
using Requests.Dependencies;

namespace Requests;

/// <summary>Guesses the charset of bytes. Only this file refers to the assembly that wraps the detection library.</summary>
/// <remarks>A program may use Requests.dll without that assembly and its library. Then no charset is guessed.</remarks>
internal static class CharsetDetector
{
    // More bytes do not improve the guess, and a megabyte of Latin-1 takes a third of a second.
    private const int MaximumSample = 128 * 1024;

    private static readonly Lazy<bool> IsAvailable = new(CanDetect);

    /// <summary>Detects the charset and returns its name in lower case, or null when no charset fits.</summary>
    /// <param name="content">The bytes.</param>
    internal static string? Detect(byte[] content) =>
        content.Length == 0 || !IsAvailable.Value ? null : Probe(content, Math.Min(content.Length, MaximumSample))?.ToLowerInvariant();

    private static bool CanDetect()
    {
        try
        {
            _ = Probe([(byte)'a'], 1);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException)
        {
            return false;
        }
    }

    // The runtime loads the assembly when it compiles a method that refers to it. Without inlining that is this method, not its callers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Probe(byte[] content, int count) => CharsetProbe.Detect(content, count);
}
