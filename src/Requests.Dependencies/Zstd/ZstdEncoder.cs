using ZstdSharp;

namespace Requests.Dependencies;

/// <summary>Encodes zstd (RFC 8878) with ZstdSharp.</summary>
public static class ZstdEncoder
{
    // The default level of zstd, whose window of 2 MB each decoder of HTTP supports (RFC 9659).
    private const int Level = 3;

    /// <summary>Creates a stream that encodes what is written to it. Disposing it completes the frame and leaves the output open.</summary>
    /// <param name="output">Receives the coded bytes.</param>
    public static Stream CreateStream(Stream output) => new CompressionStream(output, Level, leaveOpen: true);
}
