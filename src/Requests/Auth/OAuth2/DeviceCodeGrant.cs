namespace Requests;

/// <summary>A code that a person types in on another device, while this one asks until it was.</summary>
/// <remarks>RFC 8628.</remarks>
internal sealed class DeviceCodeGrant(string deviceAuthorizationUri, Action<OAuth2Prompt> prompt) : OAuth2Grant
{
    // RFC 8628 section 3.2: where the server names no interval; section 3.5: what "slow_down" adds.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    // A server that names less would be asked without a pause.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    private readonly string _uri = AuthorizationEndpoint.Prepare(deviceAuthorizationUri);

    internal override bool NeedsPerson => true;

    internal override async Task<OAuth2Token> AskAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        var reply = await endpoint.PostAsync(_uri, [new("scope", endpoint.Client.ScopeText)]).ConfigureAwait(true);
        var code = reply.Text("device_code");
        var page = reply.Text("verification_uri") ?? reply.Text("verification_url");
        if (code is null || page is null || reply.Text("user_code") is not { } userCode) throw reply.Failure("gave no device code");
        var life = reply.Seconds("expires_in") ?? TimeSpan.FromMinutes(15);
        var interval = reply.Seconds("interval") ?? Step;
        if (interval < ShortestInterval) interval = ShortestInterval;
        var started = endpoint.Time.GetTimestamp();
        prompt(new OAuth2Prompt(page, userCode, reply.Text("verification_uri_complete"), life));
        while (life - endpoint.Time.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < interval ? left : interval, endpoint.Time, cancellationToken).ConfigureAwait(true);
            if (left <= interval) break;
            try
            {
                return await endpoint.AskAsync([new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", code)]).ConfigureAwait(true);
            }
            catch (OAuth2Exception error) when (error.Error is "authorization_pending" or "slow_down")
            {
                if (error.Error == "slow_down") interval += Step;
            }
        }

        throw new OAuth2Exception($"Nobody signed in within {life.TotalSeconds:0} seconds.") { Error = "expired_token" };
    }

    public override string ToString() => "device_code";
}
