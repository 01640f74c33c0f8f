namespace Requests;

/// <summary>Specifies a step of a diagnosis, in the order in which a call takes them.</summary>
public enum DiagnosisStep
{
    /// <summary>The choice of the proxy, and the setting that it comes from.</summary>
    Proxy,

    /// <summary>The lookup of a host name, for IPv4 and for IPv6.</summary>
    NameLookup,

    /// <summary>The connection to one address, or to a Unix socket.</summary>
    Connect,

    /// <summary>The tunnel through a proxy: CONNECT or SOCKS, with the authentication to the proxy.</summary>
    Tunnel,

    /// <summary>The TLS handshake.</summary>
    Tls,

    /// <summary>The versions of TLS that this machine offers and the server accepts.</summary>
    TlsVersion,

    /// <summary>The client certificate that the server requests.</summary>
    ClientCertificate,

    /// <summary>The names and the dates of the server certificate.</summary>
    Certificate,

    /// <summary>The issuers of the server certificate, up to a trusted authority.</summary>
    Chain,

    /// <summary>The request and the status of its response.</summary>
    Request,

    /// <summary>A redirect to another URL.</summary>
    Redirect,

    /// <summary>The challenge of the server or of the proxy, and the credentials that were sent.</summary>
    Authentication,

    /// <summary>The difference between the clock of the server and that of this machine.</summary>
    Clock,

    /// <summary>The content coding of the body, such as gzip.</summary>
    Coding,

    /// <summary>The length, the framing and the format of the body.</summary>
    Body,

    /// <summary>The version of HTTP that was used, and those that the server offers.</summary>
    HttpVersion,

    /// <summary>The cookies that the response sets.</summary>
    Cookie,
}
