using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Text;

namespace Requests;

/// <summary>Handlers, and with them open connections, by the settings they were opened with.</summary>
/// <remarks>
/// The handler is the transport alone: everything that .NET would do by itself with cookies, redirects, credentials,
/// proxies, decompression and tracing is off, since it is done above, by Requests' rules.
/// </remarks>
internal sealed class HandlerPool(TimeProvider time) : IDisposable
{
    // Long enough for any script's loop, short enough that a change of the server's address is noticed.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<ConnectionSettings, Lazy<HttpMessageInvoker>> _handlers = new();

    /// <summary>The connections of calls without a session; they live as long as the process.</summary>
    internal static HandlerPool Shared { get; } = new(TimeProvider.System);

    public void Dispose()
    {
        foreach (var handler in _handlers.Values)
        {
            if (handler.IsValueCreated) handler.Value.Dispose();
        }

        _handlers.Clear();
    }

    internal HttpMessageInvoker For(ConnectionSettings settings) =>
        _handlers.GetOrAdd(settings, static (key, clock) => new Lazy<HttpMessageInvoker>(() => Create(key, clock)), time).Value;

    private static HttpMessageInvoker Create(ConnectionSettings settings, TimeProvider time)
    {
        var opener = new ConnectionOpener(settings.Tls, time);
        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = opener.OpenAsync,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = ConnectionLifetime,
            RequestHeaderEncodingSelector = static (name, message) => ((WireMessage)message).OnHeaderWritten(name),
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            UseCookies = false,
            UseProxy = false,
        });
    }
}
