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
    /// <returns>The response. An exception of a hook is thrown in its place; the response is closed then.</returns>
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
        var sending = SendAsync(adapter, watched, options, arrived.Writer, cancellationToken);
        try
        {
            while (await arrived.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(true))
            {
                while (arrived.Reader.TryRead(out var response)) hooks.DispatchInformational(response, options);
            }
        }
        catch
        {
            _ = CloseAsync(sending);
            throw;
        }

        return await sending.ConfigureAwait(true);
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

    /// <summary>Closes a response that no one receives. Its error is not reported, because that of the hook is.</summary>
    private static async Task CloseAsync(Task<Response> sending)
    {
        await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (sending.IsCompletedSuccessfully) (await sending.ConfigureAwait(false)).Close();
    }
}
