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
    private volatile bool _closed;

    /// <summary>The connections of calls without a session; they live as long as the process.</summary>
    internal static HandlerPool Shared { get; } = new(new HttpAdapterSettings(), TimeProvider.System);

    /// <summary>What all connections of the pool have in common.</summary>
    internal HttpAdapterSettings Settings => settings;

    public void Dispose()
    {
        _closed = true;
        foreach (var handler in _handlers.Values)
        {
            if (handler.IsValueCreated) handler.Value.Dispose();
        }

        _handlers.Clear();
    }

    /// <summary>The handler for connections of one kind.</summary>
    /// <param name="key">The kind.</param>
    /// <exception cref="ConnectionException">The pool was closed.</exception>
    internal HttpMessageInvoker For(ConnectionSettings key)
    {
        if (_closed) throw new ConnectionException("Pool is closed: the adapter was closed, with its session or by itself, and sends nothing any more.");
        return _handlers.GetOrAdd(key, static (key, pool) => new Lazy<HttpMessageInvoker>(() => pool.Create(key)), this).Value;
    }

    private HttpMessageInvoker Create(ConnectionSettings key)
    {
        var opener = new ConnectionOpener(key.Tls, key.Proxy, settings, time);
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
            Proxy = key.Proxy is { IsSocks: false } proxy ? new ForwardProxy(proxy) : null,
            UseCookies = false,
            UseProxy = key.Proxy is { IsSocks: false },
        });
    }
}
