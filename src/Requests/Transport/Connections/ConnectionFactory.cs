using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Requests;

/// <summary>
/// Opens a connection for a request. Name resolution, TCP and TLS share one connect timeout, and each has its own error. TLS is negotiated
/// here, not in the handler, so that the certificate is verified for the host of the URL and never for that of a <c>Host</c> header.
/// </summary>
internal sealed class ConnectionFactory(
    TlsSettings tls,
    ProxyRoute? proxy,
    HttpAdapterSettings settings,
    ConnectionEndPoint? place,
    TimeProvider time,
    InformationalReceivers informational)
{
    private readonly Http2Connections _http2 = new();
    private readonly CaCertificates? _authorities = tls.CaFile is { } file ? new CaCertificates(file) : null;

    /// <summary>
    /// Returns the encoding of a header of a request. The handler calls it when it is about to write the header.
    /// </summary>
    /// <param name="name">The name of the header.</param>
    /// <param name="message">The request.</param>
    internal Encoding OnHeaderWritten(string name, HttpRequestMessage message) =>
        ((SingleSendRequestMessage)message).OnHeaderWritten(name, _http2);

    /// <summary>Opens a connection for the handler.</summary>
    /// <param name="context">The handler's context, with the request that needs the connection.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ConnectionException">The connection could not be opened.</exception>
    internal async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var message = (SingleSendRequestMessage)context.InitialRequestMessage;
        var timeouts = message.Timeouts;
        message.HasOpenedConnection = true;
        timeouts.OnConnectStarting();
        using var limit = timeouts.ConnectTimeout is { } wait ? new CancellationTokenSource(wait, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var target = message.RequestUri!;
        var facts = new ConnectionFacts { Proxy = proxy?.Name };
        try
        {
            // Errors of certificate files are reported before a connection is opened.
            var validator = CreateValidator(target);
            var secure = validator?.CreateOptions(
                settings.SslProtocols,
                settings.CheckRevocation,
                offersHttp2: settings.HttpVersion.Major > 1);
            var began = time.GetTimestamp();
            var (stream, peer) = await ConnectAsync(context.DnsEndPoint, message, facts, either.Token).ConfigureAwait(false);
            timeouts.Timings.Connect = time.GetElapsedTime(began) - (timeouts.Timings.NameLookup ?? TimeSpan.Zero);

            // An authenticated connection is kept, so that an upload on it is never cut short.
            if (message.DedicatedConnection is not null) peer = null;
            if (validator is null)
            {
                return new HttpConnectionStream(
                    stream,
                    connection => CreateReader(connection, message.Version.Major > 1, peer, message, facts));
            }

            began = time.GetTimestamp();
            var tlsStream = await SecureAsync(stream, validator, secure!, target.Port, facts, either.Token).ConfigureAwait(false);
            timeouts.Timings.Tls = time.GetElapsedTime(began);
            facts.Certificates = validator.Certificates;
            tlsStream.RecordHandshake(facts);
            var isHttp2 = tlsStream.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2;
            tlsStream.SetReader(CreateReader(tlsStream, isHttp2, peer, message, facts));
            message.DedicatedConnection?.SetBinding(tlsStream.TransportContext);
            return tlsStream;
        }
        catch (OperationCanceledException error) when (limit.IsCancellationRequested)
        {
            var timedOut = TransportErrors.ConnectTimedOut(target, place, timeouts.ConnectTimeout!.Value, error);
            ConnectionInfo.Attach(timedOut, GetInfo(facts, timeouts));
            throw timedOut;
        }
        catch (Exception error)
        {
            ConnectionInfo.Attach(error, GetInfo(facts, timeouts));
            throw;
        }
        finally
        {
            timeouts.OnConnectEnded();
        }
    }

    private static ConnectionInfo? GetInfo(ConnectionFacts facts, ExchangeTimeouts timeouts) =>
        facts.IsConnected ? facts.GetInfo(timeouts.Timings) : null;

    private ServerCertificateValidator? CreateValidator(Uri target)
    {
        if (target.Scheme == Uri.UriSchemeHttps)
        {
            IReadOnlyList<string> fingerprints = tls.Fingerprint is { } only ? [only] : settings.Fingerprints;
            return new ServerCertificateValidator(tls, HostName.WithoutZone(target.IdnHost), fingerprints, _authorities);
        }

        if (settings.Fingerprints.Count == 0) return null;
        throw new SslException(
            "The adapter verifies the fingerprint of a certificate, and plain http to "
            + $"'{target.IdnHost}' has no certificate: use https.");
    }

    private IConnectionReader CreateReader(
        IRawConnection connection,
        bool isHttp2,
        EarlyResponseStream? peer,
        SingleSendRequestMessage opener,
        ConnectionFacts facts)
    {
        if (!isHttp2) return new ResponseReader(connection, settings.MaximumHeaderSize, peer, facts, informational);
        if (peer is not null)
        {
            peer.IgnoresFailedWrites = true;
            var target = opener.RequestUri!;
            _http2.Add(target, facts);
            peer.Closed = () => _http2.Remove(target, facts);
        }

        return new Http2Reader(connection, time, facts, opener);
    }

    /// <summary>
    /// Connects to the server, directly or through the proxy. Returns the stream, and the one below that can end an upload early.
    /// </summary>
    private async Task<(Stream Stream, EarlyResponseStream? Peer)> ConnectAsync(
        System.Net.DnsEndPoint server,
        SingleSendRequestMessage message,
        ConnectionFacts facts,
        CancellationToken cancellationToken)
    {
        var timings = message.Timeouts.Timings;
        if (proxy is null)
        {
            var endPoint = place?.Target ?? new HostAndPort(server.Host, server.Port);
            var insteadOf = place?.Target is null ? null : message.RequestUri!.IdnHost;
            var connection = await ConnectAsync(endPoint, insteadOf, timings, facts, cancellationToken).ConfigureAwait(false);
            return (connection, connection);
        }

        EarlyResponseStream? peer = null;
        var stream = await proxy.OpenAsync(
            (next, token) => ConnectToProxyAsync(next, timings, facts, opened => peer = opened, token),
            message,
            settings.ProxyHeaders,
            cancellationToken).ConfigureAwait(false);
        return (stream, peer);
    }

    /// <summary>Connects to a server or a proxy.</summary>
    /// <param name="endPoint">The host and port.</param>
    /// <param name="insteadOf">The host of the URL, for the message of an error, where another host is connected to.</param>
    /// <param name="timings">The timings that receive the duration of the name lookup.</param>
    /// <param name="facts">The facts of the connection, which receive its addresses.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    private async Task<EarlyResponseStream> ConnectAsync(
        HostAndPort endPoint,
        string? insteadOf,
        ExchangeTimings timings,
        ConnectionFacts facts,
        CancellationToken cancellationToken)
    {
        if (place?.PipeName is { } pipe)
        {
            var opened = await PipeConnector.ConnectAsync(pipe, cancellationToken).ConfigureAwait(false);
            facts.IsConnected = true;
            facts.RemoteEndPoint = PipeConnector.CreateEndPoint(pipe);
            return new EarlyResponseStream(opened);
        }

        try
        {
            var socket = place?.UnixSocket is { } path
                ? await SocketConnector.ConnectUnixAsync(path, cancellationToken).ConfigureAwait(false)
                : await SocketConnector.ConnectAsync(
                    endPoint.Host,
                    endPoint.Port,
                    settings.LocalAddress,
                    place?.Family,
                    timings,
                    time,
                    cancellationToken).ConfigureAwait(false);
            SocketConnector.RecordEndPoints(socket, facts);
            return new EarlyResponseStream(new NetworkStream(socket, ownsSocket: true));
        }
        catch (SocketException error)
        {
            throw place?.UnixSocket is { } path
                ? TransportErrors.NotConnected(path, error)
                : TransportErrors.NotConnected(endPoint, insteadOf, error);
        }
    }

    /// <summary>Connects to the proxy itself, with TLS where its URL says https.</summary>
    private async Task<Stream> ConnectToProxyAsync(
        ProxyServer server,
        ExchangeTimings timings,
        ConnectionFacts facts,
        Action<EarlyResponseStream> opened,
        CancellationToken cancellationToken)
    {
        try
        {
            // Errors of certificate files are reported before a connection is opened.
            var validator = server.Scheme == Uri.UriSchemeHttps
                ? new ServerCertificateValidator(tls with { ClientCertificate = null }, HostName.WithoutZone(server.Host), [], _authorities)
                : null;
            var secure = validator?.CreateOptions(settings.SslProtocols, settings.CheckRevocation, offersHttp2: false);
            var endPoint = new HostAndPort(server.Host, server.Port);
            var stream = await ConnectAsync(endPoint, insteadOf: null, timings, facts, cancellationToken).ConfigureAwait(false);
            opened(stream);
            if (validator is null) return stream;
            return await SecureAsync(stream, validator, secure!, server.Port, facts, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectionException error)
        {
            throw new ProxyException($"The proxy '{server}' cannot be used: {error.Message}", error) { IsBeforeSending = true };
        }
    }

    private static async Task<HttpSslStream> SecureAsync(
        Stream stream,
        ServerCertificateValidator validator,
        SslClientAuthenticationOptions options,
        int port,
        ConnectionFacts facts,
        CancellationToken cancellationToken)
    {
        var secure = new HttpSslStream(stream);
        try
        {
            await secure.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return secure;
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            facts.Certificates = validator.Certificates;
            var host = validator.Host.Contains(':', StringComparison.Ordinal) ? $"[{validator.Host.Trim('[', ']')}]" : validator.Host;
            var plainUrl = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://{host}:{port}/");
            var isCertificateMissing = options.ClientCertificateContext is null && secure.HasCertificateRequest;
            var reason = validator.Reason ?? TlsFailure.Describe(error, options.EnabledSslProtocols, isCertificateMissing, plainUrl);
            throw new SslException($"TLS with '{validator.Host}' failed: {reason}", error);
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
