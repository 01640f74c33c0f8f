using System.Runtime.CompilerServices;

namespace Requests;

/// <content>Event streams that outlive their connections.</content>
public sealed partial class RequestSession
{
    private static readonly TimeSpan UsualReconnection = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ShortestReconnection = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestReconnection = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Sends a request for an event stream and gives its events; when the stream ends or breaks, it is asked for again, with
    /// <c>Last-Event-ID</c> as far as it came. Ends with a status of 204, and with the first one that is an error.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="options">How to send it; null takes <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpErrorException">The server answers with a status of 400 or more.</exception>
    /// <exception cref="UnexpectedContentTypeException">The server sends another type than <c>text/event-stream</c>.</exception>
    /// <exception cref="RequestException">The first connection fails; later ones are tried again.</exception>
    /// <remarks>
    /// WHATWG HTML, server-sent events. Between connections it waits as long as the server says, half a second at least, else 3 seconds; twice
    /// as long after each failure, a minute at most.
    /// </remarks>
    public async IAsyncEnumerable<IReadOnlyList<ServerSentEvent>> SubscribeAsync(PreparedRequest request, SendOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var parser = new EventParser();
        var failures = 0;
        for (var isFirst = true; ; isFirst = false)
        {
            var next = request.Copy();
            if (parser.LastId.Trim(' ', '\t') is { Length: > 0 } id) next.Headers["Last-Event-ID"] = Latin1.OfUtf8(id);
            if (await ConnectAsync(next, options ?? Defaults, isFirst, cancellationToken).ConfigureAwait(true) is { } response)
            {
                if (response.StatusCode == 204) yield break;
                failures = 0;
                var events = response.ReadEventsAsync(parser, cancellationToken).GetAsyncEnumerator(cancellationToken);
                await using (events.ConfigureAwait(true))
                {
                    while (await GoesOnAsync(events).ConfigureAwait(true)) yield return events.Current;
                }

                response.Close();
            }
            else
            {
                failures++;
            }

            parser.Reset();
            await Task.Delay(WaitAfter(parser.Retry ?? UsualReconnection, failures), Time, cancellationToken).ConfigureAwait(true);
        }
    }

    private static TimeSpan WaitAfter(TimeSpan retry, int failures)
    {
        if (retry >= LongestReconnection) return retry;
        var usual = Math.Max(retry.Ticks, ShortestReconnection.Ticks);
        return TimeSpan.FromTicks(Math.Min(LongestReconnection.Ticks, usual << Math.Min(failures, 10)));
    }

    private static async ValueTask<bool> GoesOnAsync(IAsyncEnumerator<IReadOnlyList<ServerSentEvent>> events)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(true);
        }
        catch (RequestException error) when (Passes(error))
        {
            return false;
        }
    }

    private static bool Passes(RequestException error) => error is ConnectionException or ReadTimeoutException or ChunkedEncodingException;

    private async Task<Response?> ConnectAsync(PreparedRequest request, SendOptions options, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(request, options with { Stream = true, RaiseForStatus = true }, cancellationToken).ConfigureAwait(true);
        }
        catch (RequestException error) when (!isFirst && Passes(error))
        {
            return null;
        }
    }
}
