using System.Net;
using System.Security.Authentication.ExtendedProtection;

namespace Requests;

/// <summary>
/// Represents a connection that one exchange uses alone, for authentication that is bound to a connection. After the exchange it can serve
/// later exchanges of the same identity only, as it stays authenticated.
/// </summary>
/// <param name="identity">The identity that uses it; exchanges of equal identities may share the connection.</param>
internal sealed class DedicatedConnection(string identity) : IDedicatedConnection
{
    private readonly object _gate = new();
    private HandlerPool? _pool;
    private ConnectionSettings? _settings;
    private DedicatedHandler? _handler;

    /// <summary>
    /// Gets the channel binding of the TLS connection (RFC 5929 section 4, <c>tls-server-end-point</c>); null before the handshake.
    /// </summary>
    public ChannelBinding? Binding => _handler?.Binding;

    /// <summary>Returns the connection to the pool, for exchanges of the same identity.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_handler is not null) _pool!.Return(_settings!, identity, _handler);
            _handler = null;
        }
    }

    /// <inheritdoc/>
    public void Discard()
    {
        lock (_gate)
        {
            _handler?.Dispose();
            _handler = null;
        }
    }

    /// <summary>Returns the handler of the connection; takes one from the pool at the first use.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="settings">The settings of the connection.</param>
    internal DedicatedHandler GetHandler(HandlerPool pool, ConnectionSettings settings)
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
    /// <param name="transport">The transport context of the connection after the handshake.</param>
    internal void SetBinding(TransportContext transport)
    {
        if (_handler is { } handler) handler.Binding = transport.GetChannelBinding(ChannelBindingKind.Endpoint);
    }
}
