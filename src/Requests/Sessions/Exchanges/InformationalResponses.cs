using System.Threading.Channels;

namespace Requests;

/// <summary>Sends a request and passes the informational responses to its hooks, where the caller awaits the exchange.</summary>
/// <remarks>RFC 9110 section 15.2. The hooks have received all of them when the response is returned.</remarks>
internal static class InformationalResponses
{
    /// <summary>Sends a request.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="request">The request, with such a hook.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The response. An exception of a hook cancels the request and is thrown in place of the response.</returns>
    internal static async Task<Response> SendAsync(
        TransportAdapter adapter,
        PreparedRequest request,
        SendOptions options,
        CancellationToken cancellationToken)
    {
        var arrived = Channel.CreateUnbounded<Response>(new UnboundedChannelOptions { SingleReader = true });
        var hooks = request.Hooks;
        var watched = request.Copy();
        watched.Proxy = request.Proxy;
        watched.DownloadPlan = request.DownloadPlan;
        watched.Hooks = hooks.WithReceiver(response => arrived.Writer.TryWrite(response));
        CancellationTokenSource? stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(adapter, watched, options, arrived.Writer, stop.Token);
        try
        {
            while (await arrived.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(true))
            {
                while (arrived.Reader.TryRead(out var response)) hooks.DispatchInformational(response, options);
            }
        }
        catch
        {
            _ = CancelAsync(sending, stop);
            throw;
        }

        try
        {
            var received = await sending.ConfigureAwait(true);
            Release(received, ref stop);
            return received;
        }
        finally
        {
            stop?.Dispose();
        }
    }

    /// <summary>Leaves the source of the token to a body that still arrives, which the caller's token cancels by it.</summary>
    private static void Release(Response response, ref CancellationTokenSource? stop)
    {
        if (response.IsContentRead) return;
        response.Body.Connection = response.Body.Connection is { } connection ? new Resources(connection, stop!) : stop;
        stop = null;
    }

    private static async Task<Response> SendAsync(
        TransportAdapter adapter,
        PreparedRequest request,
        SendOptions options,
        ChannelWriter<Response> arrived,
        CancellationToken cancellationToken)
    {
        try
        {
            return await adapter.SendAsync(request, options, cancellationToken).ConfigureAwait(true);
        }
        finally
        {
            arrived.Complete();
        }
    }

    /// <summary>
    /// Cancels the request, and closes a response that arrives nevertheless. Its error is not reported, because that of the hook is.
    /// </summary>
    private static async Task CancelAsync(Task<Response> sending, CancellationTokenSource stop)
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (sending.IsCompletedSuccessfully) (await sending.ConfigureAwait(false)).Close();
        stop.Dispose();
    }

    private sealed class Resources(IDisposable first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
