using System.Security.Authentication;

namespace Requests;

/// <summary>Represents what a TLS handshake without a request found.</summary>
internal sealed class TlsReport
{
    /// <summary>Gets or sets the connection; null after a failure.</summary>
    internal Stream? Stream { get; set; }

    /// <summary>Gets or sets the version of TLS.</summary>
    internal SslProtocols Protocol { get; set; }

    /// <summary>Gets or sets the cipher suite.</summary>
    internal string CipherSuite { get; set; } = "";

    /// <summary>Gets or sets a value that indicates whether the server chose HTTP/2 (ALPN, RFC 7301).</summary>
    internal bool HasHttp2 { get; set; }

    /// <summary>Gets or sets the certificates; null when the handshake ended before the server sent one.</summary>
    internal ServerChain? Chain { get; set; }

    /// <summary>Gets or sets why a call would refuse the certificate, or null.</summary>
    internal string? RefusedBecause { get; set; }

    /// <summary>Gets or sets a value that indicates whether the server requested a client certificate.</summary>
    internal bool RequestsCertificate { get; set; }

    /// <summary>Gets or sets the issuers whose client certificates the server accepts; empty for any.</summary>
    internal IReadOnlyList<string> AcceptedIssuers { get; set; } = [];

    /// <summary>Gets the kind of the failure, or null.</summary>
    internal TlsFailureKind? Failure { get; private set; }

    /// <summary>Gets the description of the failure; empty without one.</summary>
    internal string Message { get; private set; } = "";

    /// <summary>Gets or sets the duration of the handshake.</summary>
    internal TimeSpan Time { get; set; }

    /// <summary>Records a failure.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="message">The description.</param>
    internal void SetFailure(TlsFailureKind kind, string message) => (Failure, Message) = (kind, message);
}
