using System.Net;
using System.Security.Authentication.ExtendedProtection;

namespace Requests;

/// <summary>
/// A connection of one exchange's own, for authentication that is bound to it. A lane that comes free serves later exchanges of the same
/// identity, and nobody else: whoever signed in on it stays signed in.
/// </summary>
/// <param name="identity">Who uses it; equal for those who may share it.</param>
internal sealed class DedicatedConnection(string identity) : IDisposable
{
    private readonly object _gate = new();
    private HandlerPool? _pool;
    private ConnectionSettings? _settings;
    private DedicatedHandler? _handler;

    /// <summary>What the TLS connection is bound to, once there was one (RFC 5929 section 4, <c>tls-server-end-point</c>).</summary>
    internal ChannelBinding? Binding => _handler?.Binding;

    /// <summary>Gives the lane back to those of the same identity.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_handler is not null) _pool!.Return(_settings!, identity, _handler);
            _handler = null;
        }
    }

    /// <summary>The handler of the lane in a pool, taken when it is needed first.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="settings">The kind of connection.</param>
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

    /// <summary>Keeps what the TLS connection is bound to.</summary>
    /// <param name="transport">The connection, once TLS is agreed on.</param>
    internal void Remember(TransportContext transport)
    {
        if (_handler is { } handler) handler.Binding = transport.GetChannelBinding(ChannelBindingKind.Endpoint);
    }
}
