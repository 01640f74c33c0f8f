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
internal sealed class HandlerPool(HttpAdapterSettings settings, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<ConnectionSettings, Lazy<HttpMessageInvoker>> _handlers = new();

    /// <summary>The connections of calls without a session; they live as long as the process.</summary>
    internal static HandlerPool Shared { get; } = new(new HttpAdapterSettings(), TimeProvider.System);

    /// <summary>What all connections of the pool have in common.</summary>
    internal HttpAdapterSettings Settings => settings;

    public void Dispose()
    {
        foreach (var handler in _handlers.Values)
        {
            if (handler.IsValueCreated) handler.Value.Dispose();
        }

        _handlers.Clear();
    }

    internal HttpMessageInvoker For(ConnectionSettings key) =>
        _handlers.GetOrAdd(key, static (key, pool) => new Lazy<HttpMessageInvoker>(() => pool.Create(key)), this).Value;

    private HttpMessageInvoker Create(ConnectionSettings key)
    {
        var opener = new ConnectionOpener(key.Tls, settings, time);
        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = opener.OpenAsync,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            EnableMultipleHttp2Connections = true,
            MaxConnectionsPerServer = settings.MaximumConnections ?? int.MaxValue,
            PooledConnectionIdleTimeout = settings.IdleTimeout,
            PooledConnectionLifetime = settings.ConnectionLifetime,
            RequestHeaderEncodingSelector = static (name, message) => ((WireMessage)message).OnHeaderWritten(name),
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            UseCookies = false,
            UseProxy = false,
        });
    }
}
