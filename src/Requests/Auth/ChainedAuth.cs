using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Authenticates by several authentications, one after the other. Each is applied to the request as the earlier ones left it. Each request
/// that one sends goes through all later ones, so the last is the closest to the server: it can sign what the earlier ones wrote.
/// </summary>
public sealed class ChainedAuth : AuthBase
{
    private readonly AuthBase[] _items;

    /// <summary>Creates the authentication.</summary>
    /// <param name="items">The authentications, in the order in which they are applied.</param>
    /// <exception cref="ArgumentException">The list is empty, or several need a connection of their own.</exception>
    public ChainedAuth(params AuthBase[] items)
    {
        _items = [.. items];
        if (_items.Length == 0) throw new ArgumentException("A chain needs at least one authentication.", nameof(items));
        if (_items.Count(static item => item is NegotiateAuth) > 1)
        {
            throw new ArgumentException("A connection can have one user of Kerberos, SPNEGO or NTLM only.", nameof(items));
        }
    }

    /// <summary>Gets the authentications, in the order in which they are applied.</summary>
    public IReadOnlyList<AuthBase> Items => Array.AsReadOnly(_items);

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => _items.SelectMany(static item => item.Secrets);

    /// <inheritdoc/>
    internal override bool SendsReusableSecret => Array.Exists(_items, static item => item.SendsReusableSecret);

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => Array.Exists(_items, static item => item.RequiresCallerContext);

    /// <summary>Applies each authentication to the request as the earlier ones left it.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request)
    {
        var layers = new AuthChanges?[_items.Length];
        for (var i = 0; i < layers.Length; i++) layers[i] = AuthChanges.Add(_items[i], request);
        request.AuthLayers = layers;
    }

    /// <summary>Returns the requests of the authentications; each request of one goes through the flow of the later ones.</summary>
    /// <param name="exchange">The state of this exchange.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public override IAsyncEnumerable<PreparedRequest> FlowAsync(AuthExchange exchange, CancellationToken cancellationToken) =>
        FlowAsync(0, exchange, cancellationToken);

    /// <summary>Renews what the last authentication wrote. A later one may have signed what the earlier ones wrote.</summary>
    /// <param name="request">The request of the flow.</param>
    internal override void Renew(PreparedRequest request) => _items[^1].Renew(request);

    /// <summary>Returns the names of the authentications, such as <c>Bearer, Digest (alice)</c>, without a secret.</summary>
    public override string ToString() => string.Join(", ", (object[])_items);

    private async IAsyncEnumerable<PreparedRequest> FlowAsync(
        int index,
        AuthExchange exchange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The flow may change the request of the exchange.
        var begin = exchange.Request.Copy();
        var isFirst = true;
        await foreach (var request in _items[index].FlowAsync(exchange, cancellationToken).ConfigureAwait(true))
        {
            if (index == _items.Length - 1)
            {
                yield return request;
                continue;
            }

            // The later ones were applied to the request of the exchange; they are applied again to one that differs.
            var next = isFirst && AuthChanges.AreEqual(request, begin) ? request.Copy() : ApplyLater(index, request);
            isFirst = false;
            await foreach (var item in FlowAsync(index + 1, exchange.StartInner(next), cancellationToken).ConfigureAwait(true))
            {
                yield return item;
            }
        }
    }

    /// <summary>Returns a copy of a request to which the later authentications are applied, in place of what they changed before.</summary>
    private PreparedRequest ApplyLater(int index, PreparedRequest request)
    {
        var next = request.Copy();
        var layers = next.AuthLayers is { } earlier && earlier.Length == _items.Length
            ? [.. earlier]
            : new AuthChanges?[_items.Length];
        for (var i = layers.Length - 1; i > index; i--) layers[i]?.UndoIn(next);
        for (var i = index + 1; i < layers.Length; i++) layers[i] = AuthChanges.Add(_items[i], next);
        next.AuthLayers = layers;
        return next;
    }
}
