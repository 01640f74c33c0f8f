using System.Globalization;

namespace Requests;

/// <summary>Represents a body that is sent in chunks of 64 KB, each with a signature that covers the chunks before it.</summary>
/// <param name="body">The body, whose length is known.</param>
/// <remarks>The content coding <c>aws-chunked</c> of S3. It is not the chunked coding of HTTP: the length is sent.</remarks>
internal sealed class AwsChunkedBody(RequestBody body) : RequestBody
{
    private const string Coding = "aws-chunked";
    private const string LengthHeader = "X-Amz-Decoded-Content-Length";

    private AwsSigningKey? _key;
    private string _signature = "";

    /// <summary>Gets the body before it is divided into chunks.</summary>
    internal RequestBody Body => body;

    /// <inheritdoc/>
    public override string? ContentType => body.ContentType;

    /// <summary>Gets the number of bytes that are sent, with the signatures.</summary>
    public override long? Length
    {
        get
        {
            var (full, rest) = Math.DivRem(body.Length!.Value, AwsChunkStream.ChunkSize);
            return (full * GetFrameLength(AwsChunkStream.ChunkSize)) + (rest > 0 ? GetFrameLength((int)rest) : 0) + GetFrameLength(0);
        }
    }

    /// <inheritdoc/>
    public override bool CanRewind => body.CanRewind;

    /// <inheritdoc/>
    public override IEnumerable<Stream> Streams => body.Streams;

    /// <inheritdoc/>
    internal override RequestBody Content => body.Content;

    /// <inheritdoc/>
    internal override bool WasSent
    {
        get => body.WasSent;
        set => body.WasSent = value;
    }

    /// <summary>Replaces the body of a request by its chunks, and adds the headers that describe them.</summary>
    /// <param name="request">The request, with a body whose length is known.</param>
    internal static void Wrap(PreparedRequest request)
    {
        var inner = request.Body!;
        var coding = request.Headers["Content-Encoding"];
        request.Body = new AwsChunkedBody(inner);
        RequestPreparer.UpdateBodyHeaders(request);
        request.Headers["Content-Encoding"] = coding is { Length: > 0 } ? $"{Coding},{coding}" : Coding;
        request.Headers[LengthHeader] = inner.Length!.Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Restores the body of a request that was sent in chunks before, and the headers that describe it.</summary>
    /// <param name="request">The request.</param>
    internal static void Unwrap(PreparedRequest request)
    {
        if (request.Body is not AwsChunkedBody chunks) return;
        var coding = request.Headers["Content-Encoding"];
        request.Headers.Remove("Content-Encoding");
        if (coding?.StartsWith($"{Coding},", StringComparison.Ordinal) == true)
        {
            request.Headers["Content-Encoding"] = coding[(Coding.Length + 1)..];
        }

        request.Headers.Remove(LengthHeader);
        request.Body = chunks.Body;
        RequestPreparer.UpdateBodyHeaders(request);
    }

    /// <summary>Sets the signature of the request, which the signature of the first chunk covers.</summary>
    /// <param name="key">The key of the signatures.</param>
    /// <param name="signature">The signature of the request.</param>
    internal void Begin(AwsSigningKey key, string signature)
    {
        _key = key;
        _signature = signature;
    }

    /// <inheritdoc/>
    public override async Task WriteToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var writer = new AwsChunkStream(destination, _key!, _signature);
        await using (writer.ConfigureAwait(false))
        {
            await body.WriteToAsync(writer, cancellationToken).ConfigureAwait(false);
            await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Rewind() => body.Rewind();

    private static long GetFrameLength(int size) =>
        size.ToString("x", CultureInfo.InvariantCulture).Length + AwsChunkStream.FrameLength + size;
}
