using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Requests;

/// <summary>
/// Opens a connection for a request: name, TCP and TLS within one connect timeout, each with errors of its own. TLS is agreed on
/// here, not in the handler, so that the name it proves is the URL's and never that of a <c>Host</c> header.
/// </summary>
internal sealed class ConnectionFactory(TlsSettings tls, ProxyRoute? proxy, HttpAdapterSettings settings, TimeProvider time)
{
    internal async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var message = (SingleSendRequestMessage)context.InitialRequestMessage;
        var clock = message.Clock;
        message.HasOpenedConnection = true;
        clock.ConnectStarting();
        using var limit = clock.ConnectTimeout is { } wait ? new CancellationTokenSource(wait, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var target = message.RequestUri!;
        try
        {
            // Files that cannot be used are said before anything is opened.
            var trust = target.Scheme == Uri.UriSchemeHttps ? new ServerCertificateValidator(tls, HostName.WithoutZone(target.IdnHost), settings.Fingerprints) : null;
            if (trust is null && settings.Fingerprints.Count > 0) throw new SslException($"The adapter wants the server's certificate to have a fingerprint, and plain http to '{target.IdnHost}' has no certificate.");
            var secure = trust?.CreateOptions(settings.SslProtocols, settings.ChecksRevocation, offersHttp2: settings.HttpVersion.Major > 1);
            var began = time.GetTimestamp();
            EarlyResponseStream? peer = null;
            var stream = proxy is null
                ? peer = await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, clock.Timings, either.Token).ConfigureAwait(false)
                : await proxy.OpenAsync((server, token) => ConnectToAsync(server, clock.Timings, opened => peer = opened, token), message, settings.ProxyHeaders, either.Token).ConfigureAwait(false);
            clock.Timings.Connect = time.GetElapsedTime(began) - (clock.Timings.NameLookup ?? TimeSpan.Zero);
            
            // A connection that the caller is authenticated on cannot be left in the middle of a request.
            if (message.Connection is not null) peer = null;
            if (trust is null) return new HttpConnectionStream(stream, connection => GetReader(connection, message.Version.Major > 1, peer));
            began = time.GetTimestamp();
            var protectedStream = await SecureAsync(stream, trust, secure!, target.Port, either.Token).ConfigureAwait(false);
            protectedStream.Use(GetReader(protectedStream, protectedStream.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2, peer));
            clock.Timings.Tls = time.GetElapsedTime(began);
            message.Connection?.Remember(protectedStream.TransportContext);
            return protectedStream;
        }
        catch (OperationCanceledException error) when (limit.IsCancellationRequested)
        {
            throw TransportErrors.ConnectTimedOut(target, clock.ConnectTimeout!.Value, error);
        }
        finally
        {
            clock.ConnectEnded();
        }
    }

    private IConnectionReader GetReader(IRawConnection connection, bool isHttp2, EarlyResponseStream? peer)
    {
        if (!isHttp2) return new ResponseReader(connection, settings.MaximumHeaderSize, peer);
        if (peer is not null) peer.SwallowsFailedWrites = true;
        return new Http2Reader(connection, time);
    }

    private async Task<EarlyResponseStream> ConnectAsync(string host, int port, ExchangeTimings timings, CancellationToken cancellationToken)
    {
        try
        {
            var socket = settings.UnixSocket is { } path
                ? await SocketConnector.ConnectUnixAsync(path, cancellationToken).ConfigureAwait(false)
                : await SocketConnector.ConnectAsync(host, port, settings.LocalAddress, timings, time, cancellationToken).ConfigureAwait(false);
            return new EarlyResponseStream(new NetworkStream(socket, ownsSocket: true));
        }
        catch (SocketException error)
        {
            throw settings.UnixSocket is { } path ? TransportErrors.NotConnected(path, error) : TransportErrors.NotConnected(host, port, error);
        }
    }

    /// <summary>A connection to the proxy itself, in TLS where its URL says https.</summary>
    private async Task<Stream> ConnectToAsync(ProxyServer server, ExchangeTimings timings, Action<EarlyResponseStream> opened, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await ConnectAsync(server.Host, server.Port, timings, cancellationToken).ConfigureAwait(false);
            opened(stream);
            if (server.Scheme != Uri.UriSchemeHttps) return stream;
            var trust = new ServerCertificateValidator(tls with { ClientCertificate = null }, HostName.WithoutZone(server.Host), []);
            return await SecureAsync(stream, trust, trust.CreateOptions(settings.SslProtocols, settings.ChecksRevocation, offersHttp2: false), server.Port, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectionException error)
        {
            throw new ProxyException($"The proxy '{server}' cannot be used: {error.Message}", error) { IsBeforeSending = true };
        }
    }

    private static async Task<HttpSslStream> SecureAsync(Stream stream, ServerCertificateValidator trust, SslClientAuthenticationOptions options, int port, CancellationToken cancellationToken)
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
            var host = trust.Host.Contains(':', StringComparison.Ordinal) ? $"[{trust.Host.Trim('[', ']')}]" : trust.Host;
            var plainUrl = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://{host}:{port}/");
            throw new SslException($"TLS with '{trust.Host}' failed: {trust.Reason ?? TlsFailure.Describe(error, options.EnabledSslProtocols, trust.IsAskedInVain, plainUrl)}", error);
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
