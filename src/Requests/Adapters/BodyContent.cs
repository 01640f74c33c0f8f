using System.Net;
using System.Net.Http;

namespace Requests;

/// <summary>A <see cref="RequestBody"/> as the handler takes it. Disposing it leaves the caller's stream open.</summary>
internal sealed class BodyContent(RequestBody? body, ExchangeClock clock) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        body is null ? Task.CompletedTask : body.WriteToAsync(new UploadStream(stream, clock), cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = body is null ? 0 : body.Length ?? -1;
        return length >= 0;
    }
}
