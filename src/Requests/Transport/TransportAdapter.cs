namespace Requests;

/// <summary>What carries one prepared request to a server and brings its answer: no redirects, no cookies, no authentication.</summary>
/// <remarks>requests: <c>BaseAdapter</c>.</remarks>
public abstract class TransportAdapter : IDisposable
{
    /// <summary>When requests that this adapter carries are sent again, unless a call or its session says. Null, the default: never.</summary>
    /// <remarks>requests: <c>HTTPAdapter.max_retries</c>.</remarks>
    public RetryPolicy? Retry { get; set; }

    /// <summary>Whether it may run code of the caller's, which wants the thread that the call came from.</summary>
    internal virtual bool RequiresCallerContext => true;

    /// <summary>Sends one request and returns once the answer's headers are there; the body is read from the response.</summary>
    /// <param name="request">The request as it goes on the wire.</param>
    /// <param name="options">How to send it.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <exception cref="RequestException">It could not be sent or answered.</exception>
    public abstract Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken);

    /// <summary>What kind of adapter it is.</summary>
    public override string ToString() => GetType().Name;

    /// <summary>Closes the connections that the adapter holds.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connections that the adapter holds.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
