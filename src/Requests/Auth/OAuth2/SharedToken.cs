namespace Requests;

/// <summary>
/// Holds a token that several callers use. A new one is requested once for all callers that wait for it, and a refusal reaches each of
/// them.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="stored">A token that was stored before, or null.</param>
internal sealed class SharedToken(TimeProvider time, OAuth2Token? stored = null) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private OAuth2Token? _token = stored;
    private SynchronizationContext? _holder; // of the caller that requests a token
    private Attempt _attempt = new(0, Failure: null);

    /// <summary>Gets the current token; null before the first.</summary>
    internal OAuth2Token? Current => Volatile.Read(ref _token);

    /// <summary>Releases the semaphore that serializes token requests.</summary>
    public void Dispose() => _gate.Dispose();

    /// <summary>Returns whether a token has expired, or will soon.</summary>
    /// <param name="token">The token.</param>
    internal bool IsDue(OAuth2Token token) => token.Access is null || (token.RenewAt ?? token.ExpiresAt) <= time.GetUtcNow();

    /// <summary>Returns the current token; null where it is missing, due or refused.</summary>
    /// <param name="refused">The token that a server refused, or null.</param>
    internal OAuth2Token? GetUsable(OAuth2Token? refused) =>
        Current is { } token && !ReferenceEquals(token, refused) && !IsDue(token) ? token : null;

    /// <summary>Runs an action with the current token, if there is one, while no other caller requests a token.</summary>
    /// <param name="update">Receives the token, and a function that replaces it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async Task UpdateAsync(Func<OAuth2Token, Action<OAuth2Token?>, Task> update, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(true);
        try
        {
            if (Current is { } token) await update(token, value => Volatile.Write(ref _token, value)).ConfigureAwait(true);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Returns the current token, or a new one where it is missing, due or refused.</summary>
    /// <param name="refused">The token that a server refused, or null.</param>
    /// <param name="request">Requests a new token.</param>
    /// <param name="received">Receives the new token, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">
    /// The request for a token was refused, for this caller or while it waited.
    /// </exception>
    internal async Task<OAuth2Token> GetAsync(
        OAuth2Token? refused,
        Func<Task<OAuth2Token>> request,
        Action<OAuth2Token>? received,
        CancellationToken cancellationToken)
    {
        var before = Volatile.Read(ref _attempt);
        if (GetUsable(refused) is { } token) return token;
        await EnterAsync(cancellationToken).ConfigureAwait(true);
        try
        {
            if (GetUsable(refused) is { } another) return another;

            // A caller that waited while another request for a token failed gets the same error, so that a wrong password is sent once.
            if (_attempt.Number > before.Number && _attempt.Failure?.CopyForWaiter() is { } failure) throw failure;
            return await RenewAsync(request, received).ConfigureAwait(true);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>
    /// Waits until no other caller requests a token. That caller may need the thread of this one, such as the pipeline thread whose hook
    /// sends this request; the context of this caller then runs the work of the other one while it waits.
    /// </summary>
    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        var own = SynchronizationContext.Current;
        var entering = _gate.WaitAsync(cancellationToken);

        // The holder is known as soon as the gate is entered, also while the own context cannot run: another caller runs its work then.
        if (!entering.IsCompleted && own is BlockingContext context)
        {
            using (context.RunWorkOf(() => Volatile.Read(ref _holder))) await entering.ConfigureAwait(false);
        }
        else
        {
            await entering.ConfigureAwait(false);
        }

        Volatile.Write(ref _holder, own);
    }

    private void Leave()
    {
        Volatile.Write(ref _holder, null);
        _gate.Release();
    }

    private async Task<OAuth2Token> RenewAsync(Func<Task<OAuth2Token>> request, Action<OAuth2Token>? received)
    {
        try
        {
            var token = await request().ConfigureAwait(true);
            Volatile.Write(ref _token, token);
            Volatile.Write(ref _attempt, new Attempt(_attempt.Number + 1, Failure: null));
            received?.Invoke(token);
            return token;
        }
        catch (RequestException error)
        {
            Volatile.Write(ref _attempt, new Attempt(_attempt.Number + 1, error));
            throw;
        }
    }

    /// <summary>Represents the result of the last request for a token.</summary>
    private sealed record Attempt(int Number, RequestException? Failure);
}
