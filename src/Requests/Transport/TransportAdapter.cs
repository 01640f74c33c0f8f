namespace Requests;

/// <summary>Sends one prepared request to a server and returns the response, without redirects, cookies and authentication.</summary>
/// <remarks>requests: <c>BaseAdapter</c>.</remarks>
public abstract class TransportAdapter : IDisposable
{
    /// <summary>
    /// When requests that this adapter carries are sent again, unless a call or its session says. Null, the default: never.
    /// </summary>
    /// <remarks>requests: <c>HTTPAdapter.max_retries</c>.</remarks>
    public RetryPolicy? Retry { get; set; }

    /// <summary>
    /// Gets a value that indicates whether the adapter may run code of the caller, which runs in the context of the call.
    /// </summary>
    internal virtual bool RequiresCallerContext => true;

    /// <summary>Sends one request and returns when the headers of the response have arrived; the body is read from the response.</summary>
    /// <param name="request">The request exactly as it is sent.</param>
    /// <param name="options">The options of sending.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">The request cannot be sent, or no response arrives.</exception>
    public abstract Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken);

    /// <summary>Returns the name of the type.</summary>
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
