using UtfUnknown;

namespace Requests.Dependencies;

/// <summary>The bridge to UTF.Unknown: none of its types appears here, so no other module's copy of it can be taken for ours.</summary>
public static class CharsetProbe
{
    /// <summary>The charset that bytes are most likely written in, or null when nothing fits.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="count">How many of them to look at.</param>
    public static string? Detect(byte[] bytes, int count) =>
        CharsetDetector.DetectFromBytes(bytes, 0, count).Detected?.EncodingName;
}
