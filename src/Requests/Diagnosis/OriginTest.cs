using System.Net;
using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Tests the connection to the origin of a URL: the proxy, the lookup of its name, each address, the tunnel and TLS. No request is sent.
/// </summary>
/// <remarks>Credentials for a proxy are sent with one CONNECT, as a call sends them.</remarks>
internal sealed partial class OriginTest
{
    private const int MaximumAddresses = 8;

    // A wait of 100 seconds, the default, is too long for an address that is one of several.
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(10);

    // A call does not wait for the other addresses of a host either.
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(3);

    private readonly RequestSession _session;
    private readonly SendOptions _options;
    private readonly PreparedRequest _target;
    private readonly string _testedUrl;
    private readonly string _url;
    private readonly Uri _uri;
    private readonly HttpAdapterSettings _settings;
    private readonly ConnectionEndPoint? _place;
    private readonly TimeSpan? _limit;
    private readonly string? _otherAdapter;
    private Stream? _stream;
    private Func<CancellationToken, Task<Stream?>>? _connect;

    /// <summary>Creates the test.</summary>
    /// <param name="session">The session.</param>
    /// <param name="options">The options of sending, with the authorities of the environment.</param>
    /// <param name="request">The request that has the credentials for a proxy.</param>
    /// <param name="testedUrl">The URL of the diagnosis, for the findings.</param>
    /// <param name="url">The URL whose origin is tested.</param>
    /// <exception cref="RequestException">The URL or the options cannot be used, or no adapter is mounted for the URL.</exception>
    internal OriginTest(RequestSession session, SendOptions options, PreparedRequest request, string testedUrl, string url)
    {
        _session = session;
        _testedUrl = testedUrl;
        _url = url;
        _uri = Uri.TryCreate(url, UriKind.Absolute, out var uri)
            ? uri
            : throw new InvalidUrlException($"The URL '{UrlRedactor.Redact(url)}' cannot be used.");
        var adapter = session.Adapters.GetAdapter(url);
        _settings = adapter is HttpAdapter http ? http.Settings : new HttpAdapterSettings();
        if (adapter is not HttpAdapter) _otherAdapter = adapter.ToString();
        _options = options with { Route = new SendRoute(Proxy: null, Connection: null, options.ConnectTo?.Find(url)) };
        _place = ConnectionEndPoint.Create(_options, _settings);
        _limit = ReferenceEquals(options.Timeout, RequestTimeout.Default) ? UsualLimit : options.Timeout.Connect;
        _target = new PreparedRequest("GET", url, []) { ProxyAuth = request.ProxyAuth };
        foreach (var name in (ReadOnlySpan<string>)["User-Agent", "Proxy-Authorization"])
        {
            if (request.Headers[name] is { } value) _target.Headers[name] = value;
        }
    }

    /// <summary>Gets a value that indicates whether a call cannot open the connection.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>Gets a value that indicates whether the server chose HTTP/2 in the handshake; null where that was not tested.</summary>
    internal bool? HasHttp2 { get; private set; }

    /// <summary>Gets a value that indicates whether the server requests a client certificate, and the call has none.</summary>
    internal bool MissesCertificate { get; private set; }

    /// <summary>Gets the host and port to connect to.</summary>
    private HostAndPort EndPoint => _place?.Target ?? new HostAndPort(_uri.IdnHost, _uri.Port);

    private string Host => HostName.WithoutZone(_uri.IdnHost);

    private bool IsSecure => _uri.Scheme == Uri.UriSchemeHttps;

    /// <summary>Runs the test.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async IAsyncEnumerable<DiagnosisFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_otherAdapter is not null)
        {
            yield return Find(
                DiagnosisStep.Connect,
                Host,
                Verdict.Skipped($"The adapter {_otherAdapter} sends the requests of this URL, and the network is not tested."));
            yield break;
        }

        try
        {
            var opening = _place is { IsLocal: true } local ? OpenLocalAsync(local, cancellationToken) : OpenAsync(cancellationToken);
            await foreach (var finding in opening.ConfigureAwait(true)) yield return finding;
            if (IsBroken || !IsSecure) yield break;
            await foreach (var finding in SecureAsync(Host, _uri.Port, isProxy: false, cancellationToken).ConfigureAwait(true))
            {
                yield return finding;
            }
        }
        finally
        {
            if (_stream is not null) await _stream.DisposeAsync().ConfigureAwait(true);
        }
    }

    private async IAsyncEnumerable<DiagnosisFinding> OpenLocalAsync(
        ConnectionEndPoint local,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = CreateTimer();
        var attempt = await ConnectAttempt.OpenLocalAsync(local, _session.Time, timer.Token, cancellationToken).ConfigureAwait(true);
        Take(attempt.Stream);
        _connect = async token =>
        {
            using var again = CreateTimer();
            return (await ConnectAttempt.OpenLocalAsync(local, _session.Time, again.Token, token).ConfigureAwait(true)).Stream;
        };
        yield return Find(DiagnosisStep.Connect, attempt.Target, ConnectRules.Judge(attempt, port: null, hasOther: false), attempt.Time);
    }

    private async IAsyncEnumerable<DiagnosisFinding> OpenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (choice, invalid) = ChooseProxy();
        yield return Find(DiagnosisStep.Proxy, Host, invalid ?? ProxyRules.Judge(choice!));
        if (invalid is not null)
        {
            IsBroken = true;
            yield break;
        }

        var proxy = choice!.Server;
        if (proxy is null)
        {
            await foreach (var finding in ConnectAsync(EndPoint.Host, EndPoint.Port, cancellationToken).ConfigureAwait(true))
            {
                yield return finding;
            }

            yield break;
        }

        await foreach (var finding in ConnectAsync(proxy.Host, proxy.Port, cancellationToken).ConfigureAwait(true)) yield return finding;
        if (IsBroken) yield break;
        await foreach (var finding in PassProxyAsync(proxy, cancellationToken).ConfigureAwait(true)) yield return finding;
    }

    private (ProxyChoice? Choice, Verdict? Invalid) ChooseProxy()
    {
        try
        {
            return (ProxySelector.Explain(_url, _options.Proxies, _session.TrustEnv), null);
        }
        catch (InvalidProxyUrlException error)
        {
            return (null, Verdict.Failed(error.Message, "Correct the URL of the proxy, or unset it with -Proxies $null."));
        }
    }

    private async IAsyncEnumerable<DiagnosisFinding> ConnectAsync(
        string host,
        int port,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var time = _session.Time;
        var began = time.GetTimestamp();
        var lookup = await HostLookup.FindAsync(host, _limit, time, cancellationToken).ConfigureAwait(true);
        yield return Find(DiagnosisStep.NameLookup, host, LookupRules.Judge(lookup), time.GetElapsedTime(began));
        var local = _settings.LocalAddress;
        IPAddress[] addresses = [.. lookup.GetAddresses(_place?.Family, local)];
        if (addresses.Length == 0)
        {
            IsBroken = true;
            if (lookup.Addresses.Length == 0) yield break;
            yield return Find(DiagnosisStep.Connect, host, ConnectRules.JudgeFamily(_place?.Family, local));

            yield break;
        }

        using var timer = CreateTimer();
        var opening = addresses.Take(MaximumAddresses).Select(OpenOneAsync).ToList();
        var attempts = await ConnectAttempt.WaitForAllAsync(opening).ConfigureAwait(true);
        var open = attempts.Where(static attempt => attempt.Stream is not null).ToList();
        foreach (var other in open.Skip(1)) await other.Stream!.DisposeAsync().ConfigureAwait(true);
        Take(open.Count > 0 ? open[0].Stream : null);
        if (open.Count > 0)
        {
            var address = addresses[Array.IndexOf(attempts, open[0])];
            _connect = async token =>
            {
                using var again = CreateTimer();
                return (await ConnectAttempt.OpenAsync(address, port, local, time, again.Token, token).ConfigureAwait(true)).Stream;
            };
        }

        foreach (var attempt in attempts)
        {
            yield return Find(DiagnosisStep.Connect, attempt.Target, ConnectRules.Judge(attempt, port, open.Count > 0), attempt.Time);
        }

        async Task<ConnectAttempt> OpenOneAsync(IPAddress address)
        {
            var attempt = await ConnectAttempt
                .OpenAsync(address, port, local, time, timer.Token, cancellationToken)
                .ConfigureAwait(true);
            if (attempt.Stream is not null) timer.CancelAfter(LongestLag);
            return attempt;
        }
    }

    private CancellationTokenSource CreateTimer() => new(_limit ?? Timeout.InfiniteTimeSpan, _session.Time);

    private void Take(Stream? stream)
    {
        _stream = stream;
        IsBroken |= stream is null;
    }

    private DiagnosisFinding Find(DiagnosisStep step, string target, Verdict verdict, TimeSpan time = default) =>
        new(_testedUrl, step, target, verdict, time);
}
