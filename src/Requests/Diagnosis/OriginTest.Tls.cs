using System.Runtime.CompilerServices;
using System.Security.Authentication;

namespace Requests;

/// <content>Tests TLS: the handshake, the versions, the certificates.</content>
internal sealed partial class OriginTest
{
    private async IAsyncEnumerable<DiagnosisFinding> SecureAsync(
        string host,
        int port,
        bool isProxy,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tls = isProxy ? _options.Tls with { ClientCertificate = null } : _options.Tls;
        var settings = isProxy ? _settings with { Fingerprints = [] } : _settings;
        var probe = new TlsProbe(tls, settings, _session.Time);
        var open = _stream!;
        _stream = null;
        var (report, error) = await RunAsync(probe, open, host, port, tls, cancellationToken).ConfigureAwait(true);
        if (report is null)
        {
            IsBroken = true;
            yield return Find(
                DiagnosisStep.Tls,
                host,
                Verdict.Failed(error!.Message, "Correct the file, its path or its password: -Verify, -Cert, or REQUESTS_CA_BUNDLE."));
            yield break;
        }

        _stream = report.Stream;
        IsBroken = report.Failure is not null || report.RefusedBecause is not null;
        if (!isProxy && report.Stream is not null) HasHttp2 = report.HasHttp2;

        // A handshake that presents a client certificate ends at a certificate that is refused; the findings below say why.
        var isRefused = report.Failure is not null && report is { RefusedBecause: not null, Chain: not null };
        if (!isRefused) yield return Find(DiagnosisStep.Tls, host, TlsRules.Judge(report, host), report.Time);
        if (!isProxy && !isRefused && CanTestVersions(report))
        {
            var began = _session.Time.GetTimestamp();
            var verdict = await TestVersionsAsync(probe, report, cancellationToken).ConfigureAwait(true);
            yield return Find(DiagnosisStep.TlsVersion, host, verdict, _session.Time.GetElapsedTime(began));
        }

        if (report.RequestsCertificate && !isProxy)
        {
            MissesCertificate = tls.ClientCertificate is null;
            var verdict = TlsRules.JudgeClientCertificate(report.AcceptedIssuers, tls.ClientCertificate is not null);
            yield return Find(DiagnosisStep.ClientCertificate, host, verdict);
        }

        if (report.Chain is null) yield break;
        foreach (var finding in JudgeCertificates(report, tls, host)) yield return finding;
    }

    /// <summary>Makes later connections to an https proxy use TLS, too, and none where the proxy is not trusted.</summary>
    private void SecureLaterConnections(ProxyServer proxy)
    {
        var connect = _connect!;
        var probe = new TlsProbe(
            _options.Tls with { ClientCertificate = null },
            _settings with { Fingerprints = [] },
            _session.Time);
        _connect = async token =>
        {
            if (await connect(token).ConfigureAwait(true) is not { } stream) return null;
            var report = await probe
                .RunAsync(stream, proxy.Host, proxy.Port, _settings.SslProtocols, presentsCertificate: false, _limit, token)
                .ConfigureAwait(true);
            if (report.RefusedBecause is null || report.Stream is null) return report.Stream;
            await report.Stream.DisposeAsync().ConfigureAwait(true);
            return null;
        };
    }

    private async Task<(TlsReport? Report, RequestException? Error)> RunAsync(
        TlsProbe probe,
        Stream open,
        string host,
        int port,
        TlsSettings tls,
        CancellationToken cancellationToken)
    {
        try
        {
            var presents = tls.ClientCertificate is not null;
            var running = probe.RunAsync(open, host, port, _settings.SslProtocols, presents, _limit, cancellationToken);
            return (await running.ConfigureAwait(true), null);
        }
        catch (RequestException error)
        {
            await open.DisposeAsync().ConfigureAwait(true);
            return (null, error);
        }
    }

    /// <summary>
    /// Whether other versions are tested. Each needs a connection of its own, which a proxy with credentials does not get; and the failures
    /// that do not depend on the version would be repeated.
    /// </summary>
    private bool CanTestVersions(TlsReport report) => _connect is not null
        && report.Failure is null or TlsFailureKind.NoCommonVersion or TlsFailureKind.NoCommonCipher or TlsFailureKind.Other;

    private async Task<Verdict> TestVersionsAsync(TlsProbe probe, TlsReport report, CancellationToken cancellationToken)
    {
        var versions = new List<KeyValuePair<SslProtocols, bool?>>();
        var tested = report.Failure is null ? TlsRules.UsualVersions : [.. TlsRules.UsualVersions, .. TlsRules.OldVersions];
        if (report.Failure is null && !tested.Contains(report.Protocol)) tested = [.. tested, report.Protocol];
        foreach (var version in tested)
        {
            var isAccepted = report.Failure is null && report.Protocol == version
                ? true
                : await AcceptsAsync(probe, version, cancellationToken).ConfigureAwait(true);
            versions.Add(KeyValuePair.Create(version, isAccepted));
        }

        var verdict = TlsRules.JudgeVersions(_settings.SslProtocols, versions);

        // The handshake of the call has succeeded, so no version is missing. The step Tls warns about an old one.
        return report.Failure is null && verdict.Result == DiagnosisResult.Failed ? Verdict.Passed(verdict.Detail) : verdict;
    }

    private async Task<bool?> AcceptsAsync(TlsProbe probe, SslProtocols version, CancellationToken cancellationToken)
    {
        Stream? stream;
        try
        {
            stream = await _connect!(cancellationToken).ConfigureAwait(true);
        }
        catch (RequestException)
        {
            return null;
        }

        if (stream is null) return null;
        var report = await probe
            .RunAsync(stream, Host, _uri.Port, version, presentsCertificate: false, _limit, cancellationToken)
            .ConfigureAwait(true);
        if (report.Stream is not null) await report.Stream.DisposeAsync().ConfigureAwait(true);
        return report.Failure switch
        {
            null => true,
            TlsFailureKind.NotOffered or TlsFailureKind.TimedOut => null,
            TlsFailureKind.CertificateRequired or TlsFailureKind.CertificateRefused => true,
            _ => false,
        };
    }

    private IEnumerable<DiagnosisFinding> JudgeCertificates(TlsReport report, TlsSettings tls, string host)
    {
        var chain = report.Chain!;
        var now = _session.Time.GetUtcNow();
        var certificate = CertificateRules.Judge(chain, host, now);
        var issuers = ChainRules.Judge(chain, tls.CaFile, now);
        var isPinned = _settings.Fingerprints.Count > 0;
        if (!tls.Verify)
        {
            certificate = WithoutVerification(certificate);
            issuers = WithoutVerification(issuers);
        }

        var isExplained = certificate.Result == DiagnosisResult.Failed || issuers.Result == DiagnosisResult.Failed;
        if (report.RefusedBecause is { } reason && !isExplained)
        {
            certificate = Verdict.Failed(
                $"The certificate is refused: {reason}",
                isPinned
                    ? "If the server has renewed its certificate, give the new fingerprint to New-HttpAdapter -Fingerprint; else another "
                        + "machine responds in its place."
                    : "Look at the certificates that the server sends, with openssl s_client -showcerts.");
        }

        yield return Find(DiagnosisStep.Certificate, host, certificate);
        yield return Find(DiagnosisStep.Chain, host, issuers);
    }

    private static Verdict WithoutVerification(Verdict verdict) => verdict.Result != DiagnosisResult.Failed
        ? verdict
        : Verdict.Warning($"{verdict.Detail} Calls accept it, as verification is off.", verdict.Advice);
}
