using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Requests;

/// <summary>
/// Opens TLS connections that send nothing, to find out what a server offers. A certificate that a call would refuse does not end the
/// handshake, unless a client certificate is presented.
/// </summary>
/// <param name="tls">The trust settings of the call.</param>
/// <param name="settings">The settings of the adapter.</param>
/// <param name="time">The source of time.</param>
internal sealed class TlsProbe(TlsSettings tls, HttpAdapterSettings settings, TimeProvider time)
{
    private readonly CaCertificates? _authorities = tls.CaFile is { } file ? new CaCertificates(file) : null;

    /// <summary>Runs a handshake over a connection.</summary>
    /// <param name="connection">The connection, which the report owns afterwards.</param>
    /// <param name="host">The name that is sent and that the certificate must be valid for.</param>
    /// <param name="port">The port, for the message of a failure.</param>
    /// <param name="protocols">The versions of TLS to offer.</param>
    /// <param name="presentsCertificate">
    /// Whether the client certificate of the settings is presented. The handshake then ends where a call would end it.
    /// </param>
    /// <param name="limit">The time limit, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">A file of the settings cannot be used.</exception>
    internal async Task<TlsReport> RunAsync(
        Stream connection,
        string host,
        int port,
        SslProtocols protocols,
        bool presentsCertificate,
        TimeSpan? limit,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var report = new TlsReport();
        var validator = new ServerCertificateValidator(
            presentsCertificate ? tls : tls with { ClientCertificate = null },
            host,
            settings.Fingerprints,
            _authorities);
        var options = validator.CreateOptions(protocols, settings.CheckRevocation, offersHttp2: true);
        options.AllowTlsResume = false;
        Observe(options, report, presentsCertificate);
        using var timer = limit is { } wait ? new CancellationTokenSource(wait, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var secure = new HttpSslStream(connection);
        try
        {
            await secure.AuthenticateAsClientAsync(options, either.Token).ConfigureAwait(false);
            report.Stream = secure;
            report.Protocol = secure.SslProtocol;
            report.CipherSuite = secure.NegotiatedCipherSuite.ToString();
            report.HasHttp2 = secure.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2;
        }
        catch (Exception error)
            when (error is AuthenticationException or IOException or OperationCanceledException or NotSupportedException)
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (error is OperationCanceledException)
            {
                report.SetFailure(TlsFailureKind.TimedOut, "the server did not complete the handshake in time.");
            }
            else if (error is NotSupportedException) report.SetFailure(TlsFailureKind.NotOffered, error.Message);
            else
            {
                var isMissing = options.ClientCertificateContext is null && (report.RequestsCertificate || secure.HasCertificateRequest);
                var plainUrl = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://{host}:{port}/");
                report.SetFailure(
                    TlsFailure.Classify(error, isMissing),
                    validator.Reason ?? TlsFailure.Describe(error, protocols, isMissing, plainUrl));
            }
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        report.RequestsCertificate |= secure.HasCertificateRequest;
        report.RefusedBecause = validator.Reason;
        report.Time = time.GetElapsedTime(began);
        return report;
    }

    [SuppressMessage(
        "Security",
        "CA5359",
        Justification = "The connection carries no request and no client certificate. Its verdict is kept and decides what follows.")]
    private static void Observe(SslClientAuthenticationOptions options, TlsReport report, bool isStrict)
    {
        var validate = options.RemoteCertificateValidationCallback!;
        options.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
        {
            var isAccepted = validate(sender, certificate, chain, errors);
            report.Chain = ServerChain.From(certificate as X509Certificate2, chain, errors);
            return isAccepted || !isStrict;
        };
        if (options.ClientCertificateContext is not null) return;

        // .NET calls it before the handshake too, then without issuers and without the certificate of the server.
        options.LocalCertificateSelectionCallback = (_, _, _, remote, issuers) =>
        {
            if (remote is null && issuers.Length == 0) return null!;
            report.RequestsCertificate = true;
            report.AcceptedIssuers = issuers;
            return null!;
        };
    }
}
