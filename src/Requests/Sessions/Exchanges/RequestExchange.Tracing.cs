using System.Diagnostics;

namespace Requests;

/// <content>The sending of one request, with its span and with the hooks for informational responses.</content>
internal partial class RequestExchange
{
    /// <summary>Returns the number of requests that were sent for earlier hops and challenges, retries included.</summary>
    private int CountSent()
    {
        var count = _history.Length;
        foreach (var response in _history) count += response.Retries.Count;
        return count;
    }

    private async Task<Response> SendTracedAsync(TransportAdapter adapter, PreparedRequest request, SendOptions routed, int sent)
    {
        var environment = session.TrustEnv ? TraceContext.FromEnvironment() : null;
        using var span = RequestTracing.Start(request, environment, sent);
        try
        {
            var traced = TraceContext.AddTo(request, TraceContext.From(span ?? Activity.Current) ?? environment);
            var response = await SendOnceAsync(adapter, traced, routed).ConfigureAwait(true);
            if (span is not null) RequestTracing.Complete(span, response);
            return response;
        }
        catch (Exception error)
        {
            if (span is not null) RequestTracing.Fail(span, error);
            throw;
        }
    }

    private Task<Response> SendOnceAsync(TransportAdapter adapter, PreparedRequest request, SendOptions routed)
    {
        options.Observer?.Sending(request);
        if (routed.Route.Target is { } target) options.Observer?.Connecting(request, target.ToString());
        return request.Hooks.HasInformational
            ? InformationalResponses.SendAsync(adapter, request, routed, Token)
            : adapter.SendAsync(request, routed, Token);
    }
}
