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
    private readonly ConcurrentDictionary<ConnectionSettings, Lazy<HttpMessageInvoker>> _singles = new();
    private readonly ConcurrentDictionary<(ConnectionSettings Settings, string Identity), ConcurrentStack<DedicatedHandler>> _dedicated = new();
    private readonly ConcurrentDictionary<ProxyServer, DigestNonces> _proxyNonces = new();
    private volatile bool _closed;

    /// <summary>The connections of calls without a session; they live as long as the process.</summary>
    internal static HandlerPool Shared { get; } = new(new HttpAdapterSettings(), ProcessTime.Shared);

    /// <summary>What all connections of the pool have in common.</summary>
    internal HttpAdapterSettings Settings => settings;

    public void Dispose()
    {
        _closed = true;
        foreach (var handler in _handlers.Values.Concat(_singles.Values))
        {
            if (handler.IsValueCreated) handler.Value.Dispose();
        }

        _handlers.Clear();
        _singles.Clear();
        foreach (var handler in _dedicated.Values.SelectMany(free => free)) handler.Dispose();
        _dedicated.Clear();
    }

    /// <summary>The handler for connections of one kind.</summary>
    /// <param name="key">The kind.</param>
    /// <exception cref="ConnectionException">The pool was closed.</exception>
    internal HttpMessageInvoker For(ConnectionSettings key)
    {
        if (_closed) throw Closed();
        return _handlers.GetOrAdd(key, static (key, pool) => new Lazy<HttpMessageInvoker>(() => pool.Create(key)), this).Value;
    }

    /// <summary>The handler that opens a connection for each request and closes it afterwards (<c>Connection: close</c>, or a request that has to be sent again).</summary>
    /// <param name="key">The kind of connection.</param>
    /// <exception cref="ConnectionException">The pool was closed.</exception>
    internal HttpMessageInvoker Single(ConnectionSettings key)
    {
        if (_closed) throw Closed();
        return _singles.GetOrAdd(key, static (key, pool) => new Lazy<HttpMessageInvoker>(() => pool.Create(key, isSingle: true)), this).Value;
    }

    /// <summary>What proves the caller to a proxy, for one request. The nonces of the proxy are shared by all of the pool.</summary>
    /// <param name="proxy">The proxy.</param>
    internal PasswordProxyAuthenticator GetProxyAuthenticator(ProxyServer proxy) => new(proxy, _proxyNonces.GetOrAdd(proxy, static _ => new DigestNonces()));

    /// <summary>A handler with one connection at a time, which nobody else uses until it is given back.</summary>
    /// <param name="key">The kind of connection.</param>
    /// <param name="identity">Who uses it; what another left is not taken.</param>
    /// <exception cref="ConnectionException">The pool was closed.</exception>
    internal DedicatedHandler Rent(ConnectionSettings key, string identity)
    {
        if (_closed) throw Closed();
        return _dedicated.TryGetValue((key, identity), out var free) && free.TryPop(out var handler) ? handler : new DedicatedHandler(Create(key, isDedicated: true));
    }

    /// <summary>Takes a handler back.</summary>
    /// <param name="key">The kind of connection.</param>
    /// <param name="identity">Who used it.</param>
    /// <param name="handler">The handler.</param>
    internal void Return(ConnectionSettings key, string identity, DedicatedHandler handler)
    {
        if (_closed) handler.Dispose();
        else _dedicated.GetOrAdd((key, identity), static _ => []).Push(handler);
    }

    private static ConnectionException Closed() => new("Pool is closed: the adapter was closed, with its session or by itself, and sends nothing any more.");

    private HttpMessageInvoker Create(ConnectionSettings key, bool isDedicated = false, bool isSingle = false)
    {
        // What proves a connection cannot prove one that many requests share (RFC 9113 has no such authentication).
        var opener = new ConnectionFactory(key.Tls, key.Proxy is null ? null : new ProxyRoute(key.Proxy, GetProxyAuthenticator), settings with { HttpVersion = isDedicated ? HttpVersion.Version11 : key.HttpVersion, UnixSocket = key.UnixSocket }, time);
        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = opener.OpenAsync,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            EnableMultipleHttp2Connections = true,
            MaxConnectionsPerServer = isDedicated ? 1 : settings.MaximumConnections ?? int.MaxValue,
            MaxResponseDrainSize = ResponseContent.DrainLimit,
            PooledConnectionIdleTimeout = settings.IdleTimeout,
            MaxResponseHeadersLength = (settings.MaximumHeaderSize / 1024) + 1,
            PooledConnectionLifetime = isSingle ? TimeSpan.Zero : settings.ConnectionLifetime,
            RequestHeaderEncodingSelector = static (name, message) => ((SingleSendRequestMessage)message).OnHeaderWritten(name),
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            Proxy = key.Proxy is { IsSocks: false } proxy ? new ForwardProxy(proxy) : null,
            UseCookies = false,
            UseProxy = key.Proxy is { IsSocks: false },
        });
    }
}
