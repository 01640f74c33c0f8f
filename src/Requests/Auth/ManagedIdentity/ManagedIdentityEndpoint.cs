using System.Globalization;

namespace Requests;

/// <summary>Requests tokens from a service of managed identities, without a proxy and within short times.</summary>
/// <param name="service">The service.</param>
/// <param name="exchange">The exchange that needs the token.</param>
/// <param name="time">The clock.</param>
internal sealed class ManagedIdentityEndpoint(ManagedIdentityService service, AuthExchange exchange, TimeProvider time)
{
    private const int MaximumRetries = 3;

    // The Instance Metadata Service that is updated is back within this time.
    private static readonly TimeSpan LongestUpdate = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan UpdatePause = TimeSpan.FromSeconds(10);

    // A service exists that the environment names, or that has responded before, but a busy machine may be slow.
    private static readonly RequestTimeout KnownTimeout = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));

    // Any other machine has no such address, and its network may refuse the connection, drop it, or accept it and send nothing.
    private static readonly RequestTimeout ProbeTimeout = RequestTimeout.FromSeconds(1.5);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(1.8);

    // An empty value means no proxy, even where the environment has one.
    private static readonly ProxySettings NoProxy = new()
    {
        ByTarget = new Dictionary<string, string>(StringComparer.Ordinal) { ["all"] = "" },
    };

    /// <summary>Gets how long before a token expires it is renewed.</summary>
    internal TimeSpan Margin { get; init; }

    /// <summary>Gets a value that indicates whether the request is sent again when the service is busy or updated.</summary>
    internal bool Retries { get; init; }

    /// <summary>Requests a token.</summary>
    /// <param name="resource">The resource that the token is for.</param>
    /// <param name="identity">The user-assigned identity; null for that of the system, or the only one.</param>
    /// <param name="isKnown">Whether the service has responded before, so that a late response is waited for.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ManagedIdentityException">The service cannot be reached, or issued no token.</exception>
    internal async Task<OAuth2Token> RequestTokenAsync(
        string resource,
        (ManagedIdentityIdKind Kind, string Value)? identity,
        bool isKnown,
        CancellationToken cancellationToken)
    {
        var fields = GetFields(resource, identity);
        if (service.IsAssumed && !isKnown) await ProbeAsync().ConfigureAwait(true);
        var response = await SendAsync(fields, key: null, cancellationToken).ConfigureAwait(true);
        if (service.KeyFolder is { } folder && response.StatusCode == 401)
        {
            var key = ArcKeyFile.Read(response, folder, service.Name);
            response = await SendAsync(fields, key, cancellationToken).ConfigureAwait(true);
        }

        return ReadToken(response);
    }

    /// <summary>
    /// Requests the endpoint without the header that the service requires, which it refuses immediately. Any response shows that it exists.
    /// </summary>
    private async Task ProbeAsync()
    {
        var probe = RequestPreparer.Prepare(new Request("GET", service.Endpoint), baseUri: null, sessionCookies: null);
        try
        {
            var options = CreateOptions() with { Timeout = ProbeTimeout, TotalTimeout = LongestProbe };
            await exchange.SendWithOptionsAsync(probe, options).ConfigureAwait(true);
        }
        catch (RequestException error) when (IsUnreachable(error))
        {
            throw CreateUnreachable(error, probe);
        }
    }

    private List<KeyValuePair<string, string?>> GetFields(string resource, (ManagedIdentityIdKind Kind, string Value)? identity)
    {
        List<KeyValuePair<string, string?>> fields = [];
        if (service.ApiVersion is { } version) fields.Add(new("api-version", version));
        fields.Add(new("resource", resource));
        if (identity is not var (kind, value))
        {
            if (service.DefaultClientId is not { } client) return fields;
            (kind, value) = (ManagedIdentityIdKind.ClientId, client);
        }

        if (!service.IdNames.TryGetValue(kind, out var name))
        {
            throw new ManagedIdentityException(
                $"{service.Name} cannot select a managed identity by its {kind}: "
                    + (service.IdNames.Count == 0 ? "it has one identity, so leave the identifier out." : "use the client identifier."))
            {
                Service = service.Name,
            };
        }

        fields.Add(new(name, value));
        return fields;
    }

    private async Task<Response> SendAsync(
        List<KeyValuePair<string, string?>> fields,
        string? key,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var sent = 1; ; sent++)
        {
            var response = await SendOnceAsync(fields, key).ConfigureAwait(true);
            if (GetPause(response, sent, time.GetElapsedTime(began)) is not { } pause) return response;
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(true);
        }
    }

    private async Task<Response> SendOnceAsync(List<KeyValuePair<string, string?>> fields, string? key)
    {
        var request = service.UsesPost
            ? new Request("POST", service.Endpoint) { Body = new FormBody(fields) }
            : new Request("GET", service.Endpoint) { Params = new QueryParams(fields) };
        request.Headers = new() { ["Accept"] = "application/json", [service.Header.Name] = service.Header.Value };
        var prepared = RequestPreparer.Prepare(request, baseUri: null, sessionCookies: null);
        if (service.Header.Name != "Metadata") prepared.Headers.MarkSecret(service.Header.Name);
        if (key is not null) prepared.Headers["Authorization"] = $"Basic {key}";
        try
        {
            return await exchange.SendWithOptionsAsync(prepared, CreateOptions()).ConfigureAwait(true);
        }
        catch (RequestException error) when (IsUnreachable(error))
        {
            throw CreateUnreachable(error, prepared);
        }
        finally
        {
            // An error may keep the request.
            prepared.RemoveSecrets();
            prepared.Headers.Remove(service.Header.Name);
        }
    }

    private static bool IsUnreachable(RequestException error) =>
        error is ConnectionException or RequestTimeoutException or ResponseException;

    private SendOptions CreateOptions() => new()
    {
        Timeout = KnownTimeout,
        Proxies = NoProxy,
        Retry = RetryPolicy.Never,
        Tls = service.Fingerprint is { } fingerprint
            ? TlsSettings.Default with { Verify = false, Fingerprint = fingerprint }
            : TlsSettings.Default,
    };

    /// <summary>Returns the time to wait before the request is sent again; null when the response is final.</summary>
    /// <remarks>
    /// The documentation of the Instance Metadata Service: 404, 429 and 5xx are retried with growing waits, and 410 until the service is
    /// back. 404 is also what the metadata services of other clouds send.
    /// </remarks>
    private TimeSpan? GetPause(Response response, int sent, TimeSpan elapsed)
    {
        if (!Retries) return null;
        TimeSpan? pause = response.StatusCode switch
        {
            410 when service.IsMetadataService => elapsed + UpdatePause <= LongestUpdate ? UpdatePause : null,
            404 when service.IsMetadataService && !IsOtherCloud(response) => GetGrowingPause(sent),
            408 or 429 or >= 500 => GetGrowingPause(sent),
            _ => null,
        };
        if (pause is null || RetryAfter.GetSeconds(response.Headers["Retry-After"], time.GetUtcNow()) is not { } seconds) return pause;
        if (elapsed.TotalSeconds + seconds > LongestUpdate.TotalSeconds) return null;
        return seconds > pause.Value.TotalSeconds ? TimeSpan.FromSeconds(seconds) : pause;
    }

    private static TimeSpan? GetGrowingPause(int sent) => sent <= MaximumRetries ? TimeSpan.FromSeconds(1 << (sent - 1)) : null;

    private static bool IsOtherCloud(Response response) =>
        response.Headers.ContainsKey("Metadata-Flavor")
            || response.Headers["Server"]?.StartsWith("EC2", StringComparison.Ordinal) == true;

    private OAuth2Token ReadToken(Response response)
    {
        var reply = TokenReply.Read(response);
        if (!reply.IsSuccess) throw CreateRefusal(response, reply, $"responded with {response.StatusCode} {response.Reason}".TrimEnd());
        if (reply.Text("access_token") is not { Length: > 0 } token)
        {
            throw CreateRefusal(response, reply, $"returned no access token{reply.ListNames()}");
        }

        if (token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw CreateRefusal(response, reply, "returned a token with characters that a header cannot have");
        }

        var now = time.GetUtcNow();
        var lifetime = GetLifetime(reply, response, now);
        if (lifetime > TimeSpan.Zero || lifetime is null)
        {
            return OAuth2Token.From(token, refreshToken: null, idToken: null, now, lifetime, Margin);
        }

        throw CreateRefusal(
            response,
            reply,
            string.Create(
                CultureInfo.InvariantCulture,
                $"returned a token that has expired, and the clock of this machine shows {now.UtcDateTime:u}"));
    }

    /// <summary>Gets the time until the token expires, by the clock of the service where it sends its time.</summary>
    private static TimeSpan? GetLifetime(TokenReply reply, Response response, DateTimeOffset now)
    {
        var server = response.Headers["Date"] is { } date && HttpDate.Parse(date) is { } sentAt ? sentAt : now;
        if (reply.GetSeconds("expires_on") is { } sinceEpoch) return UnixTime.FromSeconds(sinceEpoch.TotalSeconds) - server;
        return reply.GetSeconds("expires_in")
            ?? (DateTimeOffset.TryParse(
                reply.Text("expires_on"),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var expiresAt) ? expiresAt - server : null);
    }

    private ManagedIdentityException CreateRefusal(Response response, TokenReply reply, string problem)
    {
        var secrets = reply.CreateRedactor();
        var reason = reply.GetReason() is { } text ? $" ({secrets.Redact(text)})" : "";
        var advice = IsOtherCloud(response)
            ? " It is the metadata service of another cloud: this machine is not one of Azure."
            : response.StatusCode is 400 or 404
                ? " Check that the machine or app has a managed identity, and the identifier if one is given."
                : "";
        return new ManagedIdentityException($"{service.Name} at '{GetAddress()}' {secrets.Redact(problem)}{reason}.{advice}")
        {
            Service = service.Name,
            Request = response.Request,
            Response = reply.Text("access_token") is null ? response : null,
        };
    }

    private ManagedIdentityException CreateUnreachable(RequestException error, PreparedRequest request)
    {
        var problem = error is ConnectionException { IsBeforeSending: true } ? "cannot be reached" : "sent no valid response";
        var advice = service.IsMetadataService
            ? "Only machines of Azure have this service, and a container needs access to its address."
            : "The environment of this process names it.";
        return new ManagedIdentityException($"{service.Name} at '{GetAddress()}' {problem}. {error.Message} {advice}", error)
        {
            Service = service.Name,
            Request = request,
        };
    }

    private string GetAddress() => UrlRedactor.Redact(service.Endpoint);
}
