namespace Requests;

/// <content>The redirects of an exchange, with the request and response hooks of each hop.</content>
internal partial class RequestExchange
{
    private async Task<Response> FollowRedirectsAsync(PreparedRequest request)
    {
        for (var redirects = 0; ; redirects++)
        {
            request = request.Hooks.Dispatch(request, options);
            var sending = request.Auth is { } auth
                ? AuthenticateAsync(request, auth)
                : SendAndReceiveCookiesAsync(request, connection: null);
            var response = await sending.ConfigureAwait(true);
            try
            {
                response = request.Hooks.Dispatch(response, options);
                if (GetNext(request, response) is not { } next) return response;
                if (!(options.AllowRedirects ?? request.Method != "HEAD"))
                {
                    response.Next = next;
                    return response;
                }

                await AddToHistoryAsync(response).ConfigureAwait(true);
                CheckLimit(request, redirects);
                RedirectRules.CheckDowngrade(response.Url, next.Url, options);
                RebuildCookies(next);
                RebuildAuth(next);
                request = next;
            }
            catch (Exception error)
            {
                response.CloseAndAttach(error);
                throw;
            }
        }
    }

    private PreparedRequest? GetNext(PreparedRequest request, Response response)
    {
        var target = session.RedirectTarget is { } custom ? custom(response) : RedirectRules.GetTarget(response);
        if (string.IsNullOrEmpty(target))
        {
            if (RedirectRules.HasSeveralTargets(response))
            {
                options.Observer?.Ignored(response, "it redirects to several targets, and none is followed");
            }

            return null;
        }

        try
        {
            return RedirectRules.Follow(request, response.StatusCode, target, session.SensitiveHeaders);
        }
        catch (InvalidUrlException error)
        {
            // A redirect without a usable target is returned as any other response.
            options.Observer?.Ignored(response, $"its redirect is not followed: {error.Message}");
            return null;
        }
    }

    private void CheckLimit(PreparedRequest request, int redirects)
    {
        var limit = Math.Min(options.MaximumRedirects, GetPolicy(session.Adapters.GetAdapter(request.Url))?.Redirect ?? int.MaxValue);
        if (redirects >= limit) throw new TooManyRedirectsException($"Exceeded {limit} redirects.");
    }

    /// <summary>Adds the credentials that the environment has for the target of a redirect, where the request has none.</summary>
    /// <remarks>requests: <c>rebuild_auth</c>.</remarks>
    private void RebuildAuth(PreparedRequest next)
    {
        if (next.Auth is not null || next.Headers.ContainsKey("Authorization")
            || session.NetrcCredentials?.Invoke(next.Url, null) is not { } auth)
        {
            return;
        }

        next.Auth = auth;
        AuthChanges.Apply(auth, next);
    }
}
