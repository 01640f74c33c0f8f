namespace Requests;

/// <summary>Specifies why a TLS handshake failed.</summary>
internal enum TlsFailureKind
{
    /// <summary>Another reason.</summary>
    Other,

    /// <summary>The server reset the connection.</summary>
    Reset,

    /// <summary>The server closed the connection without an alert.</summary>
    Closed,

    /// <summary>The server does not use TLS on this port.</summary>
    NotTls,

    /// <summary>The two sides have no version of TLS in common.</summary>
    NoCommonVersion,

    /// <summary>The two sides have no cipher suite in common, or the server requires something that it does not name.</summary>
    NoCommonCipher,

    /// <summary>The server does not know the host name that was sent (SNI).</summary>
    UnknownName,

    /// <summary>The server requires a client certificate.</summary>
    CertificateRequired,

    /// <summary>The server refuses the client certificate.</summary>
    CertificateRefused,

    /// <summary>The handshake took longer than the time limit.</summary>
    TimedOut,

    /// <summary>This machine does not support the version of TLS.</summary>
    NotOffered,
}
