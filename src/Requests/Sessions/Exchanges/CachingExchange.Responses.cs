using System.Globalization;

namespace Requests;

/// <content>The responses that are made of stored ones, and what a validation changes in the store.</content>
internal sealed partial class CachingExchange
{
    private static readonly string[] BodyFields = ["Content-Length", "Content-Encoding", "Content-Type", "Content-Range"];

    /// <summary>Returns whether an error means that the server cannot be reached now. An error of TLS is not hidden.</summary>
    private static bool IsFailure(RequestException error) =>
        error is not SslException && (error is ConnectionException || error.IsTimeout || RetryPolicy.IsBroken(error)
            || (error is RetryException && CacheableStatuses.IsFailure(error.Response?.StatusCode ?? 0)));

    private bool AllowsStale(CacheRequest query, StoredResponse stale) =>
        ReuseRules.AllowsStaleIfError(query, stale, cache.Settings, Session.Time.GetUtcNow());

    /// <summary>Returns how long a response stays fresh that was received or validated just now.</summary>
    private TimeSpan GetRest(StoredResponse response)
    {
        var lifetime = FreshnessRules.GetLifetime(response, response.Directives, cache.Settings);
        return lifetime.GetRest(FreshnessRules.GetAge(response, lifetime.Source, Session.Time.GetUtcNow()));
    }

    /// <summary>
    /// Creates a response from a stored one, or a 304 where the caller has that version; returns null where the body is gone.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="stored">The stored response.</param>
    /// <param name="age">The age that the response shows; null for one that was validated just now.</param>
    /// <param name="status">What the cache did.</param>
    private Response? CreateStored(PreparedRequest request, StoredResponse stored, TimeSpan? age, CacheStatus status)
    {
        var isNotModified = stored.StatusCode == 200 && ValidationRules.IsNotModified(request.Headers, stored);
        var body = isNotModified || request.Method == "HEAD" ? Stream.Null : cache.Store.OpenBody(stored);
        if (body is null) return null;
        var headers = stored.Headers.Copy();
        if (age is { } time) headers["Age"] = FreshnessRules.FormatAge(time);
        if (isNotModified)
        {
            foreach (var name in BodyFields) headers.Remove(name);
        }

        var response = new Response(request, isNotModified ? 304 : stored.StatusCode, body)
        {
            Reason = isNotModified ? "Not Modified" : stored.Reason,
            Headers = headers,
            HttpVersion = stored.HttpVersion,
            CacheStatus = status,
        };
        response.Body.MaximumSize = Options.MaximumSize;
        return response;
    }

    /// <summary>Creates the part that a request is for, from a fresh complete response; returns null without one.</summary>
    private Response? FindPart(PreparedRequest request, CacheRequest query)
    {
        var started = Session.Time.GetTimestamp();
        var decision = ReuseRules.Decide(query, cache.Store.Find(query.Key), cache.Settings, Session.Time.GetUtcNow());
        if (decision is not { Action: CacheAction.Reuse, Response: { StatusCode: 200, Method: "GET" } stored }) return null;

        // A part of a coded body cannot be decoded.
        if (stored.Headers.ContainsKey("Content-Encoding")) return null;
        if (RangeRules.Select(request.Headers["Range"]!, stored.BodyLength) is not { } part) return null;
        if (cache.Store.OpenBody(stored) is not { } body) return null;
        var headers = stored.Headers.Copy();
        headers["Age"] = FreshnessRules.FormatAge(decision.Age);
        headers["Content-Range"] = RangeRules.Format(part, stored.BodyLength);
        headers["Content-Length"] = part.Count.ToString(CultureInfo.InvariantCulture);
        var response = new Response(request, StatusCodes.PartialContent, new PartStream(body, part.First, part.Count))
        {
            Reason = "Partial Content",
            Headers = headers,
            HttpVersion = stored.HttpVersion,
            CacheStatus = new CacheStatus { Hit = true, TimeToLive = decision.Rest, IsStoredResponse = true },
        };
        response.Body.MaximumSize = Options.MaximumSize;
        return Complete(response, started);
    }

    /// <summary>Creates the response that replaces a failure; returns null where its body is gone.</summary>
    private Response? CreateStale(PreparedRequest request, CacheDecision decision, int? status)
    {
        var started = Session.Time.GetTimestamp();
        var stale = CreateStored(request, decision.Response!, decision.Age, new CacheStatus
        {
            Forward = decision.Reason,
            ForwardStatus = status,
            TimeToLive = decision.Rest,
            Detail = "stale-if-error",
            IsStoredResponse = true,
        });
        return stale is null ? null : Complete(stale, started);
    }

    /// <summary>
    /// Creates the response to a request for a stored response only, without one in the store (RFC 9111 section 5.2.1.7).
    /// </summary>
    private static Response CreateRefusal(PreparedRequest request) => new(request, StatusCodes.GatewayTimeout)
    {
        Reason = "Gateway Timeout",
        CacheStatus = new CacheStatus { Detail = "only-if-cached" },
    };

    /// <summary>Sets the times of a response that was not received.</summary>
    private Response Complete(Response response, long started)
    {
        response.Elapsed = Session.Time.GetElapsedTime(started);
        response.Timings = new ExchangeTimings
        {
            Started = Session.Time.GetUtcNow() - response.Elapsed,
            FirstByte = response.Elapsed,
            Body = TimeSpan.Zero,
        };
        Options.Observer?.Reused(response);
        return response;
    }

    /// <summary>Stores what a validation has changed, or removes a response that must not be stored any longer.</summary>
    private void Update(StoredResponse old, StoredResponse merged)
    {
        var names = VaryRules.GetNames(merged.Headers);
        var isSame = names is not null && names.SequenceEqual(old.VaryNames, StringComparer.Ordinal);
        if (!isSame || !StorageRules.MayKeep(merged, cache.Settings))
        {
            cache.Store.Remove(old);
            return;
        }

        var hidesSecrets = StorageRules.HidesSecrets(cache.Store.IsPlainText, cache.Settings);
        var kept = StorageRules.SelectFields(merged.Headers, hidesSecrets);
        cache.Store.Update(hidesSecrets ? merged.With(kept, merged.RequestTime, merged.ResponseTime) : merged);
    }

    private void Refresh(StoredResponse stored, Response response) => Update(stored, ValidationRules.Merge(stored, GetReceived(response)));

    /// <summary>Updates the stored responses to GET by a response to HEAD, or removes those of another version.</summary>
    private void UpdateByHead(CacheRequest query, Response response, IReadOnlyList<StoredResponse> stored)
    {
        if (response.StatusCode != 200) return;
        foreach (var other in stored)
        {
            if (other.Method != "GET" || other.StatusCode != 200 || !ReuseRules.IsFor(other, query)) continue;
            if (ValidationRules.IsSameVersion(other, response.Headers)) Refresh(other, response);
            else cache.Store.Remove(other);
        }
    }

    /// <summary>Validates a response after it was used (RFC 5861 section 3). A failure leaves it as it is.</summary>
    private void ValidateLater(PreparedRequest request, StoredResponse stored)
    {
        var copy = request.Copy();
        copy.RequiresValidation = true;
        copy.Counters = null;
        var exchange = new CachingExchange(Session, cache, Options with { TotalTimeout = null, Stream = false }, CancellationToken.None);
        cache.Validations.Start($"{stored.Key}\n{stored.VariantId}", () => exchange.ValidateAsync(copy));
    }

    private async Task ValidateAsync(PreparedRequest request)
    {
        using var response = await SendHopAsync(request, connection: null).ConfigureAwait(false);
        ReceiveCookies(request, response);
        await response.ReadContentAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
