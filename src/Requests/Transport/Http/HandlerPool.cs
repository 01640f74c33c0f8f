using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;

namespace Requests;

/// <summary>Holds the handlers, and with them the open connections, by connection settings.</summary>
/// <remarks>
/// The handler is used as transport alone. Cookies, redirects, credentials, proxies, decompression and tracing are turned off in it, as
/// this module implements them by Requests' rules.
/// </remarks>
internal sealed class HandlerPool(HttpAdapterSettings settings, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<ConnectionSettings, Lazy<HttpMessageInvoker>> _handlers = new();
    private readonly ConcurrentDictionary<ConnectionSettings, Lazy<HttpMessageInvoker>> _singleUse = new();
    private readonly ConcurrentDictionary<(ConnectionSettings Settings, string Identity), ConcurrentStack<DedicatedHandler>> _dedicated =
        new();

    private readonly ConcurrentDictionary<ProxyServer, DigestNonces> _proxyNonces = new();
    private readonly InformationalReceivers _informational = new();
    private volatile bool _closed;

    /// <summary>Gets the pool of calls without a session, which lives as long as the process.</summary>
    internal static HandlerPool Shared { get; } = new(new HttpAdapterSettings(), ProcessTime.Shared);

    /// <summary>Gets the receivers of informational responses, by the requests that are being sent.</summary>
    internal InformationalReceivers Informational => _informational;

    /// <summary>Gets the settings that all connections of the pool share.</summary>
    internal HttpAdapterSettings Settings => settings;

    public void Dispose()
    {
        _closed = true;
        foreach (var handler in _handlers.Values.Concat(_singleUse.Values))
        {
            if (handler.IsValueCreated) handler.Value.Dispose();
        }

        foreach (var handler in _dedicated.Values.SelectMany(free => free)) handler.Dispose();
    }

    /// <summary>Returns the handler for connections with the given settings.</summary>
    /// <param name="key">The settings of the connection.</param>
    /// <exception cref="ConnectionException">The pool is closed.</exception>
    internal HttpMessageInvoker Get(ConnectionSettings key)
    {
        if (_closed) throw Closed();
        return _handlers.GetOrAdd(key, static (key, pool) => new Lazy<HttpMessageInvoker>(() => pool.Create(key)), this).Value;
    }

    /// <summary>
    /// Returns the handler that opens a connection for each request and closes it afterwards (<c>Connection: close</c>, or a request that
    /// has to be sent again).
    /// </summary>
    /// <param name="key">The settings of the connection.</param>
    /// <exception cref="ConnectionException">The pool is closed.</exception>
    internal HttpMessageInvoker GetSingleUse(ConnectionSettings key)
    {
        if (_closed) throw Closed();
        return _singleUse.GetOrAdd(
            key,
            static (key, pool) => new Lazy<HttpMessageInvoker>(() => pool.Create(key, isSingleUse: true)),
            this).Value;
    }

    /// <summary>Creates the authenticator of a proxy for one request. All requests of the pool share the nonces of the proxy.</summary>
    /// <param name="proxy">The proxy.</param>
    internal PasswordProxyAuthenticator CreateAuthenticator(ProxyServer proxy) =>
        new(proxy, _proxyNonces.GetOrAdd(proxy, static _ => new DigestNonces()));

    /// <summary>Rents a handler with one connection at a time, for exclusive use until it is returned.</summary>
    /// <param name="key">The settings of the connection.</param>
    /// <param name="identity">The identity that uses it; a connection of another identity is not reused.</param>
    /// <exception cref="ConnectionException">The pool is closed.</exception>
    internal DedicatedHandler Rent(ConnectionSettings key, string identity)
    {
        if (_closed) throw Closed();
        var isFree = _dedicated.TryGetValue((key, identity), out var free);
        return isFree && free!.TryPop(out var handler) ? handler : new DedicatedHandler(Create(key, isDedicated: true));
    }

    /// <summary>Returns a rented handler to the pool.</summary>
    /// <param name="key">The settings of the connection.</param>
    /// <param name="identity">The identity that used it.</param>
    /// <param name="handler">The handler.</param>
    internal void Return(ConnectionSettings key, string identity, DedicatedHandler handler)
    {
        if (_closed) handler.Dispose();
        else _dedicated.GetOrAdd((key, identity), static _ => []).Push(handler);
    }

    private static ConnectionException Closed() =>
        new("Pool is closed: the adapter was closed, with its session or by itself, and sends nothing any more.");

    private HttpMessageInvoker Create(ConnectionSettings key, bool isDedicated = false, bool isSingleUse = false)
    {
        // Authentication of a connection is not defined for HTTP/2, where requests share a connection.
        var factorySettings = settings with { HttpVersion = isDedicated ? HttpVersion.Version11 : key.HttpVersion };
        var route = key.Proxy is null ? null : new ProxyRoute(key.Proxy, CreateAuthenticator, key.EndPoint);
        var factory = new ConnectionFactory(key.Tls, route, factorySettings, key.EndPoint, time, _informational);

        // A target in place of the URL's is reached by a tunnel, as a proxy that forwards would connect to the host of the URL.
        var forwards = key is { Proxy.IsSocks: false, EndPoint: null or { Target: null } };
        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = factory.OpenAsync,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            EnableMultipleHttp2Connections = true,
            MaxConnectionsPerServer = isDedicated ? 1 : settings.MaximumConnections ?? int.MaxValue,
            MaxResponseDrainSize = ResponseBody.DrainLimit,
            PooledConnectionIdleTimeout = settings.IdleTimeout,
            MaxResponseHeadersLength = (settings.MaximumHeaderSize / 1024) + 1,
            PooledConnectionLifetime = isSingleUse ? TimeSpan.Zero : settings.ConnectionLifetime,
            RequestHeaderEncodingSelector = factory.OnHeaderWritten,
            ResponseHeaderEncodingSelector = static (_, message) => ((SingleSendRequestMessage)message).OnHeaderRead(),
            Proxy = forwards ? new ForwardProxy(key.Proxy!) : null,
            UseCookies = false,
            UseProxy = forwards,
        });
    }
}
