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
    /// <summary>The number of handlers above which those that were not used for a while are released.</summary>
    internal const int UsualCount = 32;

    /// <summary>The number of handlers above which those that were used the longest ago are released.</summary>
    internal const int MaximumCount = 256;

    private readonly ConcurrentDictionary<ConnectionSettings, HandlerEntry> _handlers = new();
    private readonly ConcurrentDictionary<ConnectionSettings, HandlerEntry> _singleUse = new();
    private readonly ConcurrentDictionary<(ConnectionSettings Settings, string Identity), ConcurrentStack<DedicatedHandler>> _dedicated =
        new();

    private readonly ConcurrentDictionary<ProxyServer, DigestNonces> _proxyNonces = new();
    private readonly InformationalReceivers _informational = new();
    private volatile bool _closed;

    /// <summary>Gets the pool of calls without a session, which lives as long as the process.</summary>
    internal static HandlerPool Shared { get; } = new(new HttpAdapterSettings(), ProcessTime.Shared);

    /// <summary>Gets the receivers of informational responses, by the requests that are being sent.</summary>
    internal InformationalReceivers Informational => _informational;

    /// <summary>Gets the number of handlers whose connections are shared.</summary>
    internal int Count => _handlers.Count;

    /// <summary>Gets the settings that all connections of the pool share.</summary>
    internal HttpAdapterSettings Settings => settings;

    public void Dispose()
    {
        _closed = true;
        foreach (var handler in _handlers.Values.Concat(_singleUse.Values)) handler.Dispose();
        foreach (var handler in _dedicated.Values.SelectMany(free => free)) handler.Dispose();
    }

    /// <summary>Returns the handler for connections with the given settings.</summary>
    /// <param name="key">The settings of the connection.</param>
    /// <exception cref="ConnectionException">The pool is closed.</exception>
    internal HttpMessageInvoker Get(ConnectionSettings key)
    {
        if (_closed) throw Closed();
        return Use(_handlers, key, isSingleUse: false);
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
        return Use(_singleUse, key, isSingleUse: true);
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
        if (_closed || (_dedicated.Count >= MaximumCount && !_dedicated.ContainsKey((key, identity)))) handler.Dispose();
        else _dedicated.GetOrAdd((key, identity), static _ => []).Push(handler);
    }

    private HttpMessageInvoker Use(
        ConcurrentDictionary<ConnectionSettings, HandlerEntry> handlers,
        ConnectionSettings key,
        bool isSingleUse)
    {
        if (!handlers.TryGetValue(key, out var entry))
        {
            if (handlers.Count >= UsualCount) Trim(handlers);
            var created = new HandlerEntry(new(() => Create(key, isSingleUse: isSingleUse))) { UsedAt = time.GetTimestamp() };
            entry = handlers.GetOrAdd(key, created);
        }

        entry.UsedAt = time.GetTimestamp();
        return entry.Invoker;
    }

    /// <summary>
    /// Releases handlers, for instance those of many targets in place of the URL's. They are not disposed, as requests may use them: their
    /// idle connections are closed after the idle timeout, and at the latest by the garbage collector.
    /// </summary>
    private void Trim(ConcurrentDictionary<ConnectionSettings, HandlerEntry> handlers)
    {
        // Other threads use the handlers meanwhile, so each time is read once.
        var entries = Array.ConvertAll(handlers.ToArray(), static entry => (entry.Value.UsedAt, Entry: entry));
        Array.Sort(entries, static (left, right) => left.UsedAt.CompareTo(right.UsedAt));
        for (var i = 0; i < entries.Length; i++)
        {
            var isLeftOver = entries.Length - i >= MaximumCount;
            if (!isLeftOver && time.GetElapsedTime(entries[i].UsedAt) < settings.IdleTimeout) return;
            handlers.TryRemove(entries[i].Entry);
        }
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
