using System.Net;
using System.Net.Http;

namespace Requests;

/// <summary>A <see cref="RequestBody"/> as the handler takes it. Disposing it leaves the caller's stream open.</summary>
internal sealed class RequestBodyContent(RequestBody? body, ExchangeTimeouts clock) : HttpContent
{
    // What obeys has ended long before; a stop is to be over in a second.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private static readonly byte[] Nothing = new byte[256 * 1024];

    private static readonly TaskCompletionSource WasDisposed = new();

    private TaskCompletionSource? _disposal;

    /// <summary>The reading of the body. Over HTTP/2 a request can fail while its body is still being read.</summary>
    internal Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>Whether the handler has asked for the body; over HTTP/2 the head of the request has been sent by then.</summary>
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
    /// Sends the body. When the server has reset the stream of an HTTP/2 request, the handler cancels the body; the reason for the reset is in
    /// the response that it waits for beside it, and a body that failed first would hide it.
    /// </summary>
    private async Task SendAsync(RequestBody sent, Stream stream, CancellationToken cancellationToken)
    {
        Reading = ReadAsync(sent, stream, cancellationToken);
        try
        {
            await Reading.ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested && !clock.Token.IsCancellationRequested)
        {
            await DisposalAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Task DisposalAsync()
    {
        var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var other = Interlocked.CompareExchange(ref _disposal, own, null);
        return other == WasDisposed ? Task.CompletedTask : (other ?? own).Task;
    }

    /// <summary>A server that stops reading may have answered, with 413 for example: the rest is not sent, and the answer is read.</summary>
    private async Task ReadAsync(RequestBody sent, Stream stream, CancellationToken cancellationToken)
    {
        var upload = new UploadStream(stream, clock);
        clock.Producing();
        try
        {
            await EndingAsync(sent.WriteToAsync(upload, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (PeerStoppedReadingException)
        {
            await FillUpAsync(stream, (sent.Length ?? 0) - upload.Written, cancellationToken).ConfigureAwait(false);
        }

        clock.AwaitingServer();
    }

    /// <summary>A body that waits for a source of the caller's, which heeds no token, is left to itself a moment after the end.</summary>
    private static async Task EndingAsync(Task writing, CancellationToken cancellationToken)
    {
        try
        {
            await (writing.IsCompleted ? writing : writing.WaitAsync(cancellationToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!writing.IsCompleted)
        {
            try
            {
                await writing.WaitAsync(Moment, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>The handler counts; what it is given now goes nowhere.</summary>
    private static async Task FillUpAsync(Stream stream, long rest, CancellationToken cancellationToken)
    {
        for (; rest > 0; rest -= Nothing.Length) await stream.WriteAsync(Nothing.AsMemory(0, (int)Math.Min(rest, Nothing.Length)), cancellationToken).ConfigureAwait(false);
    }
}
