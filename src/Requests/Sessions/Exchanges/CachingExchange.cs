using System.Globalization;

namespace Requests;

/// <summary>
/// Represents the flow of one call of a session with a cache. The cache is below redirects and authentication and above retries and the
/// rate limit: each hop can be a stored response, which sends nothing. This file decides what happens to a request.
/// </summary>
/// <remarks>RFC 9111; requests-cache: <c>CachedSession.send</c>.</remarks>
internal sealed partial class CachingExchange(
    RequestSession session,
    RequestCache cache,
    SendOptions options,
    CancellationToken cancellationToken)
    : RequestExchange(session, options, cancellationToken)
{
    // The oldest variant of a key is removed for a new one, so that a header that changes all the time does not fill the store.
    private const int MaximumVariants = 32;

    // The request that is being sent and may be stored; null for a request that is not, such as that of an authentication.
    private CacheRequest? _sent;
    private CacheRecording? _recording;
    private bool _isConditional;
    private DateTimeOffset _requestTime;
    private DateTimeOffset _responseTime;

    /// <inheritdoc/>
    private protected override async Task<Response> SendHopAsync(PreparedRequest request, IDedicatedConnection? connection)
    {
        try
        {
            Token.ThrowIfCancellationRequested();
            if (IsOnCassette(request))
            {
                // A cassette records each request, and what it replays must not be served later.
                var played = await base.SendHopAsync(request, connection).ConfigureAwait(true);
                played.CacheStatus = new CacheStatus { Forward = "bypass", Detail = "cassette" };
                return played;
            }

            var query = Describe(request);
            if (query.Method is not ("GET" or "HEAD"))
            {
                return await SendUncachedAsync(request, query, connection, "method").ConfigureAwait(true);
            }

            var isPlainRange = connection is null
                && request.Body is null
                && !query.Directives.NoStore
                && RangeRules.IsPlain(query.Method, request.Headers);
            if (isPlainRange && FindPart(request, query) is { } part) return part;
            var isBypassed = connection is not null || request.Body is not null || ValidationRules.HasForeignConditions(request.Headers);
            if (query.Directives.OnlyIfCached && (isBypassed || query.Directives.NoStore)) return CreateRefusal(request);

            // Another user may be known on a dedicated connection. Parts of a resource are not stored.
            if (isBypassed) return await SendUncachedAsync(request, query, connection, "bypass").ConfigureAwait(true);
            if (query.Directives.NoStore) return await SendUncachedAsync(request, query, connection, "request").ConfigureAwait(true);
            return await SendCachedAsync(request, query).ConfigureAwait(true);
        }
        catch (RequestException error)
        {
            error.Request ??= request;
            throw;
        }
    }

    /// <inheritdoc/>
    private protected override void OnSending() => _requestTime = Session.Time.GetUtcNow();

    /// <summary>Begins to store a response. Each attempt of a retry policy begins anew, and only the last one is accepted.</summary>
    /// <param name="response">The response.</param>
    private protected override void OnReceived(Response response)
    {
        if (_sent is not { } request) return;
        _recording?.Discard();
        _recording = null;
        _responseTime = Session.Time.GetUtcNow();
        if (StorageRules.Create(request, GetReceived(response), cache.Settings, cache.Store.IsPlainText) is not { } stored) return;
        var isBodiless = request.Method == "HEAD" || response.StatusCode == 204;
        if ((response.IsContentRead && !isBodiless) || cache.Store.Create(stored) is not { } writer) return;
        var recording = new CacheRecording(writer, isBodiless ? null : GetLength(response));
        _recording = recording;
        if (isBodiless) recording.Complete();
        else response.Body.Wrap(raw => new RecordedStream(raw, recording));
    }

    /// <summary>Sends a request that no stored response can serve; a successful unsafe method makes stored responses invalid.</summary>
    private async Task<Response> SendUncachedAsync(
        PreparedRequest request,
        CacheRequest query,
        IDedicatedConnection? connection,
        string reason)
    {
        var response = await SendWithRetriesAsync(request, connection, isThirdParty: false).ConfigureAwait(true);
        response.CacheStatus = new CacheStatus { Forward = reason };
        if (InvalidationRules.IsSafe(request.Method)) return response;
        try
        {
            foreach (var key in InvalidationRules.GetKeys(query.Key, response.StatusCode, response.Headers)) cache.Store.Remove(key);
            return response;
        }
        catch (Exception error)
        {
            response.CloseAndAttach(error);
            throw;
        }
    }

    private async Task<Response> SendCachedAsync(PreparedRequest request, CacheRequest query)
    {
        var started = Session.Time.GetTimestamp();
        var stored = cache.Store.Find(query.Key);
        var decision = ReuseRules.Decide(query, stored, cache.Settings, Session.Time.GetUtcNow());
        if (decision.Action == CacheAction.Refuse) return CreateRefusal(request);
        var revalidates = decision.Action == CacheAction.ReuseAndValidate && !Session.RequiresCallerContext(request, Options);
        if (decision.Action == CacheAction.Reuse || revalidates)
        {
            var status = new CacheStatus { Hit = true, TimeToLive = decision.Rest, IsStoredResponse = true };
            if (CreateStored(request, decision.Response!, decision.Age, status) is { } hit)
            {
                if (revalidates) ValidateLater(request, decision.Response!);
                return Complete(hit, started);
            }

            decision = new CacheDecision(CacheAction.Forward) { Reason = "miss" };
        }

        // Conditions of the caller are those of the server to evaluate, and their result is the caller's.
        var conditional = ValidationRules.HasConditions(request.Headers)
            ? []
            : ValidationRules.AddConditions(query, decision.Response, stored);
        return await SendConditionalAsync(request, query, stored, decision, conditional).ConfigureAwait(true);
    }

    /// <summary>Sends a request with the validators of stored responses, and uses the stored response that is still valid.</summary>
    private async Task<Response> SendConditionalAsync(
        PreparedRequest request,
        CacheRequest query,
        IReadOnlyList<StoredResponse> stored,
        CacheDecision decision,
        List<StoredResponse> conditional)
    {
        Response response;
        try
        {
            _isConditional = conditional.Count > 0;
            response = await SendStorableAsync(request, query).ConfigureAwait(true);
        }
        catch (RequestException error) when (decision.Response is { } stale && IsFailure(error) && AllowsStale(query, stale))
        {
            if (CreateStale(request, decision, status: null) is not { } replacement) throw;
            return replacement;
        }
        finally
        {
            _isConditional = false;
            if (conditional.Count > 0) ValidationRules.RemoveConditions(request.Headers);
        }

        try
        {
            if (conditional.Count > 0 && !ReferenceEquals(response.Request, request))
            {
                ValidationRules.RemoveConditions(response.Request.Headers);
            }

            return response.StatusCode == 304 && conditional.Count > 0
                ? await UseValidatedAsync(request, query, response, decision, conditional).ConfigureAwait(true)
                : await UseReceivedAsync(request, query, response, stored, decision).ConfigureAwait(true);
        }
        catch (Exception error)
        {
            response.CloseAndAttach(error);
            throw;
        }
    }

    private async Task<Response> SendStorableAsync(PreparedRequest request, CacheRequest query)
    {
        _sent = query;
        try
        {
            return await SendWithRetriesAsync(request, connection: null, isThirdParty: false).ConfigureAwait(true);
        }
        catch
        {
            _recording?.Discard();
            _recording = null;
            throw;
        }
        finally
        {
            _sent = null;
        }
    }

    /// <summary>Uses the stored response that a 304 is about. Where it is gone, the request is sent again without conditions.</summary>
    private async Task<Response> UseValidatedAsync(
        PreparedRequest request,
        CacheRequest query,
        Response response,
        CacheDecision decision,
        List<StoredResponse> conditional)
    {
        var match = ValidationRules.Select(conditional, response.Headers);
        var merged = match is null ? null : ValidationRules.Merge(match, GetReceived(response));
        var validated = merged is null
            ? null
            : CreateStored(request, merged, age: null, new CacheStatus
            {
                Forward = decision.Reason,
                ForwardStatus = response.StatusCode,
                TimeToLive = GetRest(merged),
                IsStoredResponse = true,
            });
        try
        {
            await ReadIntermediateAsync(response, Session.Time, Options, Token).ConfigureAwait(true);
            ReceiveCookies(request, response);
            if (validated is not null) Update(match!, merged!);
        }
        catch (Exception error)
        {
            validated?.CloseAndAttach(error);
            throw;
        }

        if (validated is null)
        {
            decision = decision with { Response = null };
            return await SendConditionalAsync(request, query, [], decision, conditional: []).ConfigureAwait(true);
        }

        if (response.Headers.ContainsKey("Set-Cookie")) validated.Cookies = response.Cookies;
        (validated.Timings, validated.Elapsed, validated.Connection) = (response.Timings, response.Elapsed, response.Connection);
        validated.Retries = response.Retries;
        Options.Observer?.Reused(validated);
        return validated;
    }

    /// <summary>Uses a response that was received, or a stale one in place of a failure.</summary>
    private async Task<Response> UseReceivedAsync(
        PreparedRequest request,
        CacheRequest query,
        Response response,
        IReadOnlyList<StoredResponse> stored,
        CacheDecision decision)
    {
        if (decision.Response is { } stale && CacheableStatuses.IsFailure(response.StatusCode) && AllowsStale(query, stale)
            && CreateStale(request, decision, response.StatusCode) is { } replacement)
        {
            _recording?.Discard();
            await ReadIntermediateAsync(response, Session.Time, Options, Token).ConfigureAwait(true);
            ReceiveCookies(request, response);
            replacement.Retries = response.Retries;
            return replacement;
        }

        response.CacheStatus = new CacheStatus { Forward = decision.Reason };
        if (query.Method == "HEAD") UpdateByHead(query, response, stored);
        if (response.StatusCode == 304)
        {
            if (decision.Response is { } own && own.Headers["ETag"] is { } tag && tag == response.Headers["ETag"]) Refresh(own, response);
            return response;
        }

        if (_recording is { } recording)
        {
            if (stored.Count >= MaximumVariants) cache.Store.Remove(stored[^1]);
            recording.Accept(response.CacheStatus);
        }
        else if (decision.Response is { } old && query.Method == "GET" && response.StatusCode is (>= 200 and < 400) or 404 or 410)
        {
            // What the server sends now replaces what was stored, also where it is not stored itself.
            cache.Store.Remove(old);
        }

        return response;
    }

    private ReceivedResponse GetReceived(Response response) => new(response.StatusCode, response.Headers, _requestTime, _responseTime)
    {
        Reason = response.Reason,
        HttpVersion = response.HttpVersion,
    };

    private static long? GetLength(Response response) =>
        !response.Headers.ContainsKey("Transfer-Encoding")
            && long.TryParse(response.Headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : null;
}
