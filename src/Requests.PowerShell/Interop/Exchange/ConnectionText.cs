using System.Security.Cryptography.X509Certificates;

namespace Requests.PowerShell;

/// <summary>Formats a connection as lines of text, with control characters escaped: the server chooses those of its certificate.</summary>
internal static class ConnectionText
{
    /// <summary>Formats a connection: its addresses, the result of TLS, and the certificate of the server.</summary>
    /// <param name="connection">The connection.</param>
    internal static IEnumerable<string> Format(ConnectionInfo connection)
    {
        var remote = connection.RemoteEndPoint?.ToString() ?? "an unknown address";
        var local = connection.LocalEndPoint is { } end ? $" from {end}" : "";
        var state = connection.IsReused ? "reused connection" : "new connection";
        yield return connection.Proxy is { } proxy
            ? VisibleText.EscapeLine($"* {state} to the proxy {proxy} at {remote}{local}")
            : VisibleText.EscapeLine($"* {state} to {remote}{local}");
        if (connection.TlsVersion is { } version)
        {
            var protocol = connection.ApplicationProtocol is { } chosen ? $", ALPN {chosen}" : "";
            yield return $"* {GetName(version)}, {connection.CipherSuite}{protocol}";
        }

        if (connection.Certificate is { } certificate) yield return $"* certificate {Describe(certificate)}";
    }

    /// <summary>Describes a certificate in one line: subject, issuer, and the end of its validity in UTC.</summary>
    /// <param name="certificate">The certificate.</param>
    internal static string Describe(X509Certificate2 certificate)
    {
        var subject = certificate.Subject is { Length: > 0 } name ? name : certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false);
        return VisibleText.EscapeLine($"{subject}, issued by {certificate.Issuer}, valid until {certificate.NotAfter.ToUniversalTime():u}");
    }

    /// <summary>Returns the name of a version of TLS, such as <c>TLS 1.3</c>.</summary>
    /// <param name="version">The version.</param>
    internal static string GetName(System.Security.Authentication.SslProtocols version) => TlsFailure.GetName(version);
}
