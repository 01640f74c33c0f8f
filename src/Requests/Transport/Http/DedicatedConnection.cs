using System.Net;
using System.Security.Authentication.ExtendedProtection;

namespace Requests;

/// <summary>
/// Represents a connection that one exchange has for itself, for authentication that is bound to the connection. A released connection
/// serves later
/// exchanges of the same identity only, as the server keeps it authenticated.
/// </summary>
/// <param name="identity">The identity that is authenticated; exchanges of the same identity may share the connection.</param>
internal sealed class DedicatedConnection(string identity) : IDedicatedConnection
{
    private readonly object _gate = new();
    private HandlerPool? _pool;
    private ConnectionSettings? _settings;
    private DedicatedHandler? _handler;

    /// <summary>
    /// Gets the channel binding of the TLS connection, once there was one (RFC 5929 section 4, <c>tls-server-end-point</c>).
    /// </summary>
    public ChannelBinding? Binding => _handler?.Binding;

    /// <summary>Releases the connection to later exchanges of the same identity.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_handler is not null) _pool!.Return(_settings!, identity, _handler);
            _handler = null;
        }
    }

    /// <summary>Gets the handler of the connection in a pool, rented at the first call.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="settings">The settings of the connection.</param>
    internal DedicatedHandler In(HandlerPool pool, ConnectionSettings settings)
    {
        lock (_gate)
        {
            if (_handler is not null && ReferenceEquals(pool, _pool) && settings == _settings) return _handler;
            if (_handler is not null) _pool!.Return(_settings!, identity, _handler);
            (_pool, _settings) = (pool, settings);
            return _handler = pool.Rent(settings, identity);
        }
    }

    /// <summary>Keeps the channel binding of the TLS connection.</summary>
    /// <param name="transport">The transport context after the TLS handshake.</param>
    internal void Remember(TransportContext transport)
    {
        if (_handler is { } handler) handler.Binding = transport.GetChannelBinding(ChannelBindingKind.Endpoint);
    }
}
