using System.Runtime.CompilerServices;
using Requests.Dependencies;

namespace Requests;

/// <summary>Decodes zstd (RFC 8878), with windows of at most 8 MB (RFC 9659). Its library is loaded when a body has this coding.</summary>
/// <remarks>Frames follow each other until the body ends. Bytes behind a frame that are not a frame are an error, as in zstd(1).</remarks>
internal sealed class ZstdDecoding : DecodingStream
{
    /// <summary>The binary logarithm of the largest window in bytes: 8 MB.</summary>
    internal const int WindowLog = 23;

    private readonly ZstdDecoder _decoder = new(WindowLog);

    private ZstdDecoding(Stream source)
        : base("zstd", source)
    {
    }

    protected override bool IsComplete => false;

    protected override bool MayEnd => _decoder.IsBetweenFrames;

    /// <summary>Creates the stream of the decoded bytes.</summary>
    /// <param name="source">The coded body.</param>
    internal static Stream Create(Stream source) =>
        TryUse(static from => CreateDecoding(from), source, out var decoding) ? decoding : new RefusedDecoding(source, CreateMissing());

    /// <summary>Creates a stream that encodes what is written to it; disposing it leaves the output open.</summary>
    /// <param name="output">Receives the coded bytes.</param>
    /// <exception cref="InvalidBodyException">The library is missing.</exception>
    internal static Stream CreateEncoder(Stream output) =>
        TryUse(static to => CreateEncoding(to), output, out var encoder) ? encoder : throw new InvalidBodyException(CreateMissing());

    protected override int Decode(ReadOnlySpan<byte> input, Span<byte> destination, out int used)
    {
        try
        {
            return _decoder.Decode(input, destination, out used);
        }
        catch (ZstdWindowException error)
        {
            throw new ContentDecodingException(
                $"The body, coded as zstd, needs a window of more than {1 << (WindowLog - 20)} MB, which HTTP does not allow. "
                    + "Request another coding with the header Accept-Encoding.",
                error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _decoder.Dispose();
        base.Dispose(disposing);
    }

    // The runtime loads the assembly when it compiles a method that refers to it. Its absence is an error here and not in the caller.
    private static bool TryUse(Func<Stream, Stream> create, Stream stream, out Stream result)
    {
        try
        {
            result = create(stream);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException)
        {
            result = Stream.Null;
            return false;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ZstdDecoding CreateDecoding(Stream source) => new(source);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Stream CreateEncoding(Stream output) => ZstdEncoder.CreateStream(output);

    private static string CreateMissing() =>
        "zstd needs Requests.Dependencies.dll and ZstdSharp.dll, which were not found: put them beside Requests.dll.";
}
