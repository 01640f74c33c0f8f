using System.Net;
using System.Net.Http;

namespace Requests;

/// <summary>A <see cref="RequestBody"/> as the handler takes it. Disposing it leaves the caller's stream open.</summary>
internal sealed class BodyContent(RequestBody? body, ExchangeClock clock) : HttpContent
{
    private static readonly byte[] Nothing = new byte[256 * 1024];

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        body is null ? Task.CompletedTask : SendAsync(body, stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = body is null ? 0 : body.Length ?? -1;
        return length >= 0;
    }

    /// <summary>A server that stops reading may have answered, with 413 for example: the rest is not sent, and the answer is read.</summary>
    private async Task SendAsync(RequestBody sent, Stream stream, CancellationToken cancellationToken)
    {
        var upload = new UploadStream(stream, clock);
        try
        {
            await sent.WriteToAsync(upload, cancellationToken).ConfigureAwait(false);
        }
        catch (PeerStoppedReadingException)
        {
            await FillUpAsync(stream, (sent.Length ?? 0) - upload.Written, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The handler counts; what it is given now goes nowhere.</summary>
    private static async Task FillUpAsync(Stream stream, long rest, CancellationToken cancellationToken)
    {
        for (; rest > 0; rest -= Nothing.Length) await stream.WriteAsync(Nothing.AsMemory(0, (int)Math.Min(rest, Nothing.Length)), cancellationToken).ConfigureAwait(false);
    }
}
