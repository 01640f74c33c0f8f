using System.Net.Sockets;
using System.Security.Authentication;

namespace Requests;

/// <summary>
/// Describes why TLS failed: the alert that the server sent, the versions that were offered, whether a client certificate was requested.
/// </summary>
internal static partial class TlsFailure
{
    private const string ClientCertificate = "the server requires a client certificate (-Cert)";

    /// <summary>Describes a failed handshake.</summary>
    /// <param name="error">The exception of .NET.</param>
    /// <param name="offered">The versions that were offered.</param>
    /// <param name="isClientCertificateMissing">Whether the server requested a client certificate that the caller did not set.</param>
    /// <param name="plainUrl">The URL without TLS, for a server that does not support TLS.</param>
    internal static string Describe(Exception error, SslProtocols offered, bool isClientCertificateMissing, string plainUrl)
    {
        var innermost = Innermost(error);
        var reason = GetReason(innermost);
        if (innermost is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted })
        {
            return "the server reset the connection during the handshake.";
        }

        if (ContainsAny(reason, "unexpected EOF", "unexpected eof"))
        {
            return $"the server closed the connection during the handshake{(isClientCertificateMissing ? "; " + ClientCertificate : "")}.";
        }

        if (ContainsAny(reason, "frame size", "wrong version number", "packet length too long", "http request"))
        {
            return $"the server does not use TLS on this port. If it uses plain http, use {plainUrl}";
        }

        if (ContainsAny(reason, "alert protocol version", "unsupported protocol", "no protocols available"))
        {
            return $"the server has none of the versions of TLS that were offered ({GetNames(offered)}): {reason}.";
        }

        if (ContainsAny(reason, "alert handshake failure"))
        {
            var cause = isClientCertificateMissing
                ? ClientCertificate
                : "the two sides have no cipher suite in common, or the server requires a client certificate (-Cert)";
            return $"{cause}: {reason}.";
        }

        return DescribeAlert(reason) is { } description ? $"{description}: {reason}." : $"{reason.TrimEnd('.')}.";
    }

    /// <summary>
    /// Describes why a connection broke after the handshake, where TLS is the reason; else returns null. With TLS 1.3 a server refuses a
    /// client certificate after the handshake.
    /// </summary>
    /// <param name="error">The exception of .NET.</param>
    internal static string? DescribeLater(Exception error)
    {
        var isTls = false;
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException) return null;
            isTls |= cause is AuthenticationException;
        }

        var reason = GetReason(Innermost(error));
        if (DescribeAlert(reason) is { } description) return $"{description}: {reason}.";
        isTls |= reason.Contains("alert", StringComparison.OrdinalIgnoreCase);
        return isTls ? $"{reason.TrimEnd('.')}." : null;
    }

    private static string? DescribeAlert(string reason)
    {
        if (ContainsAny(reason, "certificate required")) return ClientCertificate;
        if (ContainsAny(reason, "unknown ca")) return "the server does not trust the authority of the client certificate";
        if (ContainsAny(reason, "certificate expired")) return "the server refuses the client certificate, which has expired";
        if (ContainsAny(reason, "certificate revoked")) return "the server refuses the client certificate, which was revoked";
        if (ContainsAny(reason, "bad certificate", "certificate unknown", "unsupported certificate", "access denied", "decrypt error"))
        {
            return "the server refuses the client certificate";
        }

        return ContainsAny(reason, "unrecognized name") ? "the server does not know the host's name" : null;
    }

    private static bool ContainsAny(string reason, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (reason.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static Exception Innermost(Exception error)
    {
        while (error.InnerException is { } inner) error = inner;
        return error;
    }

    /// <summary>Returns the last part of OpenSSL's "error:0A00045C:SSL routines::tlsv13 alert certificate required".</summary>
    private static string GetReason(Exception innermost)
    {
        var text = innermost.Message;
        if (!text.StartsWith("error:", StringComparison.Ordinal)) return text;
        return text.LastIndexOf("::", StringComparison.Ordinal) is > 0 and var at ? text[(at + 2)..].Trim() : text;
    }

    private static string GetNames(SslProtocols offered) => offered == SslProtocols.None
        ? "the system's"
        : string.Join(", ", Enum.GetValues<SslProtocols>()
            .Where(version => version != SslProtocols.None && offered.HasFlag(version))
            .Distinct()
            .Select(GetName));

    /// <summary>Returns the name of a version of TLS, such as <c>TLS 1.3</c>.</summary>
    /// <param name="version">The version.</param>
    internal static string GetName(SslProtocols version) =>
        version.ToString().Replace("Tls", "TLS ", StringComparison.Ordinal).Replace("TLS 1", "TLS 1.", StringComparison.Ordinal);
}
