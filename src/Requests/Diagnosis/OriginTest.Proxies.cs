using System.Net;
using System.Runtime.CompilerServices;

namespace Requests;

/// <content>Tests the way through a proxy.</content>
internal sealed partial class OriginTest
{
    private async IAsyncEnumerable<DiagnosisFinding> PassProxyAsync(
        ProxyServer proxy,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (proxy.Scheme == Uri.UriSchemeHttps)
        {
            await foreach (var finding in SecureAsync(proxy.Host, proxy.Port, isProxy: true, cancellationToken).ConfigureAwait(true))
            {
                yield return finding;
            }

            if (IsBroken) yield break;
            SecureLaterConnections(proxy);
        }

        if (proxy.Scheme is not ("socks4" or "socks5") && !IPAddress.TryParse(EndPoint.Host, out _))
        {
            yield return Find(DiagnosisStep.NameLookup, EndPoint.Host, Verdict.Skipped("The proxy looks up the name."));
        }

        if (!IsSecure && !proxy.IsSocks && _place?.Target is null) yield break;
        var began = _session.Time.GetTimestamp();
        var verdict = await OpenTunnelAsync(proxy, cancellationToken).ConfigureAwait(true);
        yield return Find(DiagnosisStep.Tunnel, proxy.ToString(), verdict, _session.Time.GetElapsedTime(began));
    }

    private async Task<Verdict> OpenTunnelAsync(ProxyServer proxy, CancellationToken cancellationToken)
    {
        var first = _stream;
        var connect = _connect!;
        _stream = null;
        var hasCredentials = proxy.UserName is not null || _target.ProxyAuth is not null
            || _target.Headers.ContainsKey("Proxy-Authorization");
        try
        {
            var server = _target.ProxyAuth?.ApplyTo(proxy) ?? proxy;
            _stream = await new TunnelProbe(_settings, _session.Time)
                .OpenAsync(_target, server, _options, ConnectAgainAsync, _limit, cancellationToken)
                .ConfigureAwait(true);
            _connect = hasCredentials
                ? null
                : async token => await new TunnelProbe(_settings, _session.Time)
                    .OpenAsync(_target, server, _options, ConnectAgainAsync, _limit, token)
                    .ConfigureAwait(true);
            return Verdict.Passed($"The proxy opened a connection to {EndPoint}{(hasCredentials ? ", with the credentials" : "")}.");
        }
        catch (RequestException error)
        {
            IsBroken = true;
            return ProxyRules.JudgeFailure(proxy, error, hasCredentials);
        }
        finally
        {
            if (first is not null) await first.DisposeAsync().ConfigureAwait(true);
        }

        async Task<Stream> ConnectAgainAsync(CancellationToken token)
        {
            if (Interlocked.Exchange(ref first, null) is { } open) return open;
            return await connect(token).ConfigureAwait(true) ?? throw new ProxyException($"The proxy '{proxy}' cannot be reached again.");
        }
    }
}
