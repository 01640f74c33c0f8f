using System.Runtime.CompilerServices;

namespace Requests;

/// <content>Event streams that continue over several connections.</content>
public sealed partial class RequestSession
{
    private static readonly TimeSpan UsualReconnection = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ShortestReconnection = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestReconnection = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Sends a request for an event stream and returns its events. When the stream ends or breaks, the request is sent again, with
    /// <c>Last-Event-ID</c> of the last event. The events end with a status of 204, and with the first error status.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of sending; null uses <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="HttpErrorException">The server responds with a status of 400 or more.</exception>
    /// <exception cref="UnexpectedContentTypeException">The server sends another type than <c>text/event-stream</c>.</exception>
    /// <exception cref="RequestException">The first connection fails; later ones are tried again.</exception>
    /// <remarks>
    /// WHATWG HTML, server-sent events. The wait between connections is the time that the server sets, at least half a second, or 3
    /// seconds. It doubles after each failure, up to a minute.
    /// </remarks>
    public async IAsyncEnumerable<ServerSentEvent> SubscribeAsync(
        PreparedRequest request, SendOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var batch in SubscribeBatchesAsync(request, options, cancellationToken).ConfigureAwait(true))
        {
            foreach (var item in batch) yield return item;
        }
    }

    /// <summary>Does the same as <see cref="SubscribeAsync"/>; each batch has the events that one read has completed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of sending; null uses <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async IAsyncEnumerable<IReadOnlyList<ServerSentEvent>> SubscribeBatchesAsync(
        PreparedRequest request, SendOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var parser = new EventParser();
        var failures = 0;
        for (var isFirst = true; ; isFirst = false)
        {
            var next = request.Copy();
            if (parser.LastId.Trim(' ', '\t') is { Length: > 0 } id) next.Headers["Last-Event-ID"] = Latin1.EncodeUtf8(id);
            using var response = await ConnectAsync(next, options ?? Defaults, isFirst, cancellationToken).ConfigureAwait(true);
            if (response is not null)
            {
                if (response.StatusCode == 204) yield break;
                failures = 0;
                var events = response.ReadEventBatchesAsync(parser, cancellationToken).GetAsyncEnumerator(cancellationToken);
                await using (events.ConfigureAwait(true))
                {
                    while (await MoveNextAsync(events).ConfigureAwait(true)) yield return events.Current;
                }

                response.Close();
            }
            else
            {
                failures++;
            }

            parser.Reset();
            await Task.Delay(GetWait(parser.Retry ?? UsualReconnection, failures), Time, cancellationToken).ConfigureAwait(true);
        }
    }

    private static TimeSpan GetWait(TimeSpan retry, int failures)
    {
        if (retry >= LongestReconnection) return retry;
        var usual = Math.Max(retry.Ticks, ShortestReconnection.Ticks);
        return TimeSpan.FromTicks(Math.Min(LongestReconnection.Ticks, usual << Math.Min(failures, 10)));
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<IReadOnlyList<ServerSentEvent>> events)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(true);
        }
        catch (RequestException error) when (IsTransient(error))
        {
            return false;
        }
    }

    private static bool IsTransient(RequestException error) =>
        error is ConnectionException or ReadTimeoutException or ChunkedEncodingException;

    private async Task<Response?> ConnectAsync(
        PreparedRequest request,
        SendOptions options,
        bool isFirst,
        CancellationToken cancellationToken)
    {
        // A status of 204 ends the events.
        options = options with { Stream = true, RaiseForStatus = true, ExpectStatus = options.ExpectStatus?.With(204) };
        try
        {
            return await SendAsync(request, options, cancellationToken).ConfigureAwait(true);
        }
        catch (RequestException error) when (!isFirst && IsTransient(error))
        {
            return null;
        }
    }
}
