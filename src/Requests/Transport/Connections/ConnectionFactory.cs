using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Requests;

/// <summary>
/// Opens a connection for a request. Name resolution, TCP and TLS share one connect timeout, and each has its own error. TLS is negotiated
/// here, not in the handler, so that the certificate is verified for the host of the URL and never for that of a <c>Host</c> header.
/// </summary>
internal sealed class ConnectionFactory(TlsSettings tls, ProxyRoute? proxy, HttpAdapterSettings settings, TimeProvider time)
{
    private readonly CaCertificates? _authorities = tls.CaFile is { } file ? new CaCertificates(file) : null;

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
        try
        {
            // Errors of certificate files are reported before a connection is opened.
            var validator = CreateValidator(target);
            var secure = validator?.CreateOptions(
                settings.SslProtocols,
                settings.CheckRevocation,
                offersHttp2: settings.HttpVersion.Major > 1);
            var began = time.GetTimestamp();
            EarlyResponseStream? peer = null;
            Stream stream;
            if (proxy is null)
            {
                var endPoint = context.DnsEndPoint;
                stream = peer = await ConnectAsync(endPoint.Host, endPoint.Port, timeouts.Timings, either.Token).ConfigureAwait(false);
            }
            else
            {
                stream = await proxy.OpenAsync(
                    (server, token) => ConnectToProxyAsync(server, timeouts.Timings, opened => peer = opened, token),
                    message,
                    settings.ProxyHeaders,
                    either.Token).ConfigureAwait(false);
            }

            timeouts.Timings.Connect = time.GetElapsedTime(began) - (timeouts.Timings.NameLookup ?? TimeSpan.Zero);

            // An authenticated connection is kept, so that an upload on it is never cut short.
            if (message.DedicatedConnection is not null) peer = null;
            if (validator is null)
            {
                return new HttpConnectionStream(stream, connection => CreateReader(connection, message.Version.Major > 1, peer));
            }

            began = time.GetTimestamp();
            var tlsStream = await SecureAsync(stream, validator, secure!, target.Port, either.Token).ConfigureAwait(false);
            var isHttp2 = tlsStream.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2;
            tlsStream.SetReader(CreateReader(tlsStream, isHttp2, peer));
            timeouts.Timings.Tls = time.GetElapsedTime(began);
            message.DedicatedConnection?.SetBinding(tlsStream.TransportContext);
            return tlsStream;
        }
        catch (OperationCanceledException error) when (limit.IsCancellationRequested)
        {
            throw TransportErrors.ConnectTimedOut(target, timeouts.ConnectTimeout!.Value, error);
        }
        finally
        {
            timeouts.OnConnectEnded();
        }
    }

    private ServerCertificateValidator? CreateValidator(Uri target)
    {
        if (target.Scheme == Uri.UriSchemeHttps)
        {
            return new ServerCertificateValidator(tls, HostName.WithoutZone(target.IdnHost), settings.Fingerprints, _authorities);
        }

        if (settings.Fingerprints.Count == 0) return null;
        throw new SslException(
            "The adapter verifies the fingerprint of a certificate, and plain http to "
            + $"'{target.IdnHost}' has no certificate: use https.");
    }

    private IConnectionReader CreateReader(IRawConnection connection, bool isHttp2, EarlyResponseStream? peer)
    {
        if (!isHttp2) return new ResponseReader(connection, settings.MaximumHeaderSize, peer);
        if (peer is not null) peer.IgnoresFailedWrites = true;
        return new Http2Reader(connection, time);
    }

    private async Task<EarlyResponseStream> ConnectAsync(
        string host,
        int port,
        ExchangeTimings timings,
        CancellationToken cancellationToken)
    {
        try
        {
            var socket = settings.UnixSocket is { } path
                ? await SocketConnector.ConnectUnixAsync(path, cancellationToken).ConfigureAwait(false)
                : await SocketConnector.ConnectAsync(
                    host,
                    port,
                    settings.LocalAddress,
                    timings,
                    time,
                    cancellationToken).ConfigureAwait(false);
            return new EarlyResponseStream(new NetworkStream(socket, ownsSocket: true));
        }
        catch (SocketException error)
        {
            throw settings.UnixSocket is { } path
                ? TransportErrors.NotConnected(path, error)
                : TransportErrors.NotConnected(host, port, error);
        }
    }

    /// <summary>Connects to the proxy itself, with TLS where its URL says https.</summary>
    private async Task<Stream> ConnectToProxyAsync(
        ProxyServer server,
        ExchangeTimings timings,
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
            var stream = await ConnectAsync(server.Host, server.Port, timings, cancellationToken).ConfigureAwait(false);
            opened(stream);
            if (validator is null) return stream;
            return await SecureAsync(stream, validator, secure!, server.Port, cancellationToken).ConfigureAwait(false);
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
