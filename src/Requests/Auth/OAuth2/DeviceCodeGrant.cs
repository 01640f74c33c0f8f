namespace Requests;

/// <summary>
/// Gets a token by the device code grant: the user enters a code on another device, and the token endpoint is polled until then.
/// </summary>
/// <remarks>RFC 8628.</remarks>
internal sealed class DeviceCodeGrant(string? deviceAuthorizationUri, Action<OAuth2Prompt> prompt) : OAuth2Grant
{
    // The default interval of RFC 8628 section 3.2, and the increment of "slow_down" in section 3.5.
    private static readonly TimeSpan IntervalStep = TimeSpan.FromSeconds(5);

    // Prevents polling without a pause when the server names an interval of 0.
    private static readonly TimeSpan MinimumInterval = TimeSpan.FromSeconds(1);

    private readonly string? _uri = deviceAuthorizationUri is null ? null : AuthorizationEndpoint.Prepare(deviceAuthorizationUri);

    internal override bool RequiresUser => true;

    internal override async Task<OAuth2Token> RequestTokenAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        var uri = await endpoint.GetUriAsync(_uri, "device_authorization_endpoint").ConfigureAwait(true);
        var reply = await endpoint.PostAsync(uri, [new("scope", endpoint.Client.ScopeText)]).ConfigureAwait(true);
        var code = reply.Text("device_code");
        var page = reply.Text("verification_uri") ?? reply.Text("verification_url");
        if (code is null || page is null || reply.Text("user_code") is not { } userCode)
        {
            throw reply.CreateException("returned no device code");
        }

        var lifetime = reply.GetSeconds("expires_in") ?? TimeSpan.FromMinutes(15);
        var interval = reply.GetSeconds("interval") ?? IntervalStep;
        if (interval < MinimumInterval) interval = MinimumInterval;
        var started = endpoint.Time.GetTimestamp();
        prompt(new OAuth2Prompt(page, userCode, reply.Text("verification_uri_complete"), lifetime));
        while (lifetime - endpoint.Time.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < interval ? left : interval, endpoint.Time, cancellationToken).ConfigureAwait(true);
            if (left <= interval) break;
            try
            {
                return await endpoint.RequestTokenAsync([
                    new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                    new("device_code", code),
                ]).ConfigureAwait(true);
            }
            catch (OAuth2Exception error) when (error.Error is "authorization_pending" or "slow_down")
            {
                if (error.Error == "slow_down") interval += IntervalStep;
            }
        }

        throw new OAuth2Exception($"The user did not sign in within {lifetime.TotalSeconds:0} seconds.") { Error = "expired_token" };
    }

    public override string ToString() => "device_code";
}
