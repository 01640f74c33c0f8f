namespace Requests;

/// <summary>
/// Represents the time in which all sessions of an execution context use a cassette, and calls without a session, too. The context flows
/// to the threads and the runspaces that are started in the scope. The innermost scope applies.
/// </summary>
internal sealed class CassetteScope : IDisposable
{
    private static readonly AsyncLocal<CassetteScope?> InContext = new();

    private readonly CassetteScope? _outer;
    private volatile Cassette? _cassette;

    private CassetteScope(Cassette cassette, CassetteScope? outer)
    {
        _cassette = cassette;
        _outer = outer;
    }

    /// <summary>Gets the cassette of the current context, or null.</summary>
    internal static Cassette? Current
    {
        get
        {
            var scope = InContext.Value;

            // A thread that outlives its scope has the context of the scope still.
            while (scope is { _cassette: null }) scope = scope._outer;
            return scope?._cassette;
        }
    }

    /// <summary>Begins a scope, which ends when it is disposed on the same thread.</summary>
    /// <param name="cassette">The cassette.</param>
    internal static CassetteScope Begin(Cassette cassette) => InContext.Value = new CassetteScope(cassette, InContext.Value);

    /// <summary>
    /// Returns the adapter that sends the requests of an exchange: one that uses the cassette, where there is one, in place of the adapter
    /// of the session. A mock stays itself, as it uses no network.
    /// </summary>
    /// <param name="adapter">The adapter of the session.</param>
    /// <param name="deadline">The total timeout of the exchange, or null.</param>
    internal static TransportAdapter Apply(TransportAdapter adapter, TotalTimeout? deadline)
    {
        if (adapter is CassetteAdapter mounted) return new ExchangeAdapter(mounted.Cassette, mounted.Network, deadline);
        return Current is { } cassette && adapter is not MockAdapter ? new ExchangeAdapter(cassette, adapter, deadline) : adapter;
    }

    public void Dispose()
    {
        _cassette = null;
        if (InContext.Value == this) InContext.Value = _outer;
    }

    /// <summary>Represents the adapter of one exchange.</summary>
    private sealed class ExchangeAdapter(Cassette cassette, TransportAdapter network, TotalTimeout? deadline) : TransportAdapter
    {
        public override Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken) =>
            cassette.SendAsync(network, request, options, deadline, cancellationToken);
    }
}
