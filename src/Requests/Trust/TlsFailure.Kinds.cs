using System.Net.Sockets;

namespace Requests;

/// <content>Classifies the failures, for advice.</content>
internal static partial class TlsFailure
{
    /// <summary>Returns the kind of a failed handshake, or of a connection that TLS ended later.</summary>
    /// <param name="error">The exception of .NET, or one that contains it.</param>
    /// <param name="isClientCertificateMissing">Whether the server requested a client certificate that the caller did not set.</param>
    internal static TlsFailureKind Classify(Exception error, bool isClientCertificateMissing)
    {
        var innermost = Innermost(error);
        if (innermost is SocketException) return TlsFailureKind.Reset;
        var reason = GetReason(innermost);
        if (ContainsAny(reason, "unexpected EOF"))
        {
            return isClientCertificateMissing ? TlsFailureKind.CertificateRequired : TlsFailureKind.Closed;
        }

        if (ContainsAny(reason, "frame size", "wrong version number", "packet length too long", "http request"))
        {
            return TlsFailureKind.NotTls;
        }

        if (ContainsAny(reason, "no protocols available")) return TlsFailureKind.NotOffered;
        if (ContainsAny(reason, "alert protocol version", "unsupported protocol"))
        {
            return TlsFailureKind.NoCommonVersion;
        }

        if (ContainsAny(reason, "alert handshake failure"))
        {
            return isClientCertificateMissing ? TlsFailureKind.CertificateRequired : TlsFailureKind.NoCommonCipher;
        }

        if (ContainsAny(reason, "certificate required")) return TlsFailureKind.CertificateRequired;
        if (ContainsAny(reason, "unrecognized name")) return TlsFailureKind.UnknownName;
        return DescribeAlert(reason) is null ? TlsFailureKind.Other : TlsFailureKind.CertificateRefused;
    }
}
