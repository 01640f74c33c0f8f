using UtfUnknown;

namespace Requests.Dependencies;

/// <summary>
/// Detects charsets with UTF.Unknown. None of its types is exposed, so that another module's copy of the library cannot replace this
/// module's.
/// </summary>
public static class CharsetProbe
{
    /// <summary>Detects the most likely charset of bytes; returns null when no charset fits.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="count">The number of bytes to examine, from the first.</param>
    public static string? Detect(byte[] bytes, int count) =>
        CharsetDetector.DetectFromBytes(bytes, 0, count).Detected?.EncodingName;
}
