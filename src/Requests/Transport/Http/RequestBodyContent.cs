using System.Net;
using System.Net.Http;

namespace Requests;

/// <summary>Adapts a <see cref="RequestBody"/> to the handler. Disposing it leaves the caller's stream open.</summary>
internal sealed class RequestBodyContent(RequestBody? body, ExchangeTimeouts timeouts) : HttpContent
{
    // A body that observes its token has ended by then. A stop of the pipeline has to complete within a second.
    private static readonly TimeSpan CancellationGrace = TimeSpan.FromMilliseconds(200);

    private static readonly byte[] Padding = new byte[256 * 1024];

    private static readonly TaskCompletionSource WasDisposed = new();

    private TaskCompletionSource? _disposal;

    /// <summary>Gets the task that reads the body. Over HTTP/2 a request can fail while its body is still being read.</summary>
    internal Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// Gets a value that indicates whether the handler has requested the body. Over HTTP/2 the head of the request has been sent by then.
    /// </summary>
    internal bool HasBegun { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        HasBegun = true;
        return body is null ? Task.CompletedTask : SendAsync(body, stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body is null ? 0 : body.Length ?? -1;
        return length >= 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Interlocked.CompareExchange(ref _disposal, WasDisposed, null)?.TrySetResult();
        base.Dispose(disposing);
    }

    /// <summary>
    /// Sends the body. When the server resets the stream of an HTTP/2 request, the handler cancels the body. The response, which the
    /// handler awaits at the same time, has the reason for the reset; an earlier failure of the body would hide it.
    /// </summary>
    private async Task SendAsync(RequestBody sent, Stream stream, CancellationToken cancellationToken)
    {
        Reading = ReadAsync(sent, stream, cancellationToken);
        try
        {
            await Reading.ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested && !timeouts.Token.IsCancellationRequested)
        {
            await WaitForDisposalAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Task WaitForDisposalAsync()
    {
        var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var other = Interlocked.CompareExchange(ref _disposal, own, null);
        return other == WasDisposed ? Task.CompletedTask : (other ?? own).Task;
    }

    /// <summary>
    /// Reads the body. A server that stops reading may have responded, for example with 413: the rest is not sent, and the response is
    /// read.
    /// </summary>
    private async Task ReadAsync(RequestBody sent, Stream stream, CancellationToken cancellationToken)
    {
        var upload = new UploadStream(stream, timeouts);
        timeouts.OnProducing();
        try
        {
            await WaitForWriteAsync(sent.WriteToAsync(upload, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (PeerStoppedReadingException)
        {
            await PadAsync(stream, (sent.Length ?? 0) - upload.Written, cancellationToken).ConfigureAwait(false);
        }

        timeouts.OnAwaitingServer();
    }

    /// <summary>
    /// Waits for a write. A body that reads from a source which ignores its token is abandoned a short time after the cancellation.
    /// </summary>
    private static async Task WaitForWriteAsync(Task writing, CancellationToken cancellationToken)
    {
        try
        {
            await (writing.IsCompleted ? writing : writing.WaitAsync(cancellationToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!writing.IsCompleted)
        {
            try
            {
                await writing.WaitAsync(CancellationGrace, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Writes the rest of the declared length, which the handler checks. The connection discards these bytes.</summary>
    private static async Task PadAsync(Stream stream, long rest, CancellationToken cancellationToken)
    {
        for (; rest > 0; rest -= Padding.Length)
        {
            var count = (int)Math.Min(rest, Padding.Length);
            await stream.WriteAsync(Padding.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
    }
}
