using System.Net.Sockets;
using System.Security.Authentication;

namespace Requests;

/// <summary>Says in words why TLS failed: which alert the server sent, which versions were offered, whether a client certificate was asked for.</summary>
internal static class TlsFailure
{
    private const string ClientCertificate = "the server requires a client certificate (-Cert)";

    /// <summary>The reason for a failed handshake.</summary>
    /// <param name="error">What .NET threw.</param>
    /// <param name="offered">The versions that were offered.</param>
    /// <param name="isAskedInVain">Whether the server asked for a client certificate that was not given.</param>
    /// <param name="plainUrl">The URL without TLS, for a server that does not speak it.</param>
    internal static string Describe(Exception error, SslProtocols offered, bool isAskedInVain, string plainUrl)
    {
        var innermost = Innermost(error);
        var reason = GetReason(innermost);
        if (innermost is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted }) return "the server reset the connection during the handshake.";
        if (Says(reason, "unexpected EOF", "unexpected eof")) return $"the server closed the connection during the handshake{(isAskedInVain ? "; " + ClientCertificate : "")}.";
        if (Says(reason, "frame size", "wrong version number", "packet length too long", "http request")) return $"the server does not speak TLS there. If it speaks plain http, use {plainUrl}";
        if (Says(reason, "alert protocol version", "unsupported protocol", "no protocols available")) return $"the server has none of the versions of TLS that were offered ({GetNames(offered)}): {reason}.";
        if (Says(reason, "alert handshake failure")) return $"{(isAskedInVain ? ClientCertificate : "the two sides have no cipher suite in common, or the server requires a client certificate (-Cert)")}: {reason}.";
        return Word(reason) is { } word ? $"{word}: {reason}." : $"{reason.TrimEnd('.')}.";
    }

    /// <summary>Why a connection broke after the handshake, where TLS is the reason; else null. Under TLS 1.3 the server refuses a client only then.</summary>
    /// <param name="error">What .NET threw.</param>
    internal static string? DescribeLater(Exception error)
    {
        var isOfAuthentication = false;
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException) return null;
            isOfAuthentication |= cause is AuthenticationException;
        }

        var reason = GetReason(Innermost(error));
        if (Word(reason) is { } word) return $"{word}: {reason}.";
        return reason.Contains("alert", StringComparison.OrdinalIgnoreCase) || isOfAuthentication ? $"{reason.TrimEnd('.')}." : null;
    }

    private static string? Word(string reason)
    {
        if (Says(reason, "certificate required")) return ClientCertificate;
        if (Says(reason, "unknown ca")) return "the server does not trust the authority of the client certificate";
        if (Says(reason, "certificate expired")) return "the server refuses the client certificate, which has expired";
        if (Says(reason, "certificate revoked")) return "the server refuses the client certificate, which was revoked";
        if (Says(reason, "bad certificate", "certificate unknown", "unsupported certificate", "access denied", "decrypt error")) return "the server refuses the client certificate";
        return Says(reason, "unrecognized name") ? "the server does not know the host's name" : null;
    }

    private static bool Says(string reason, params ReadOnlySpan<string> words)
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

    /// <summary>Of OpenSSL's "error:0A00045C:SSL routines::tlsv13 alert certificate required" the last part.</summary>
    private static string GetReason(Exception innermost)
    {
        var text = innermost.Message;
        return text.StartsWith("error:", StringComparison.Ordinal) && text.LastIndexOf("::", StringComparison.Ordinal) is > 0 and var at ? text[(at + 2)..].Trim() : text;
    }

    private static string GetNames(SslProtocols offered) => offered == SslProtocols.None
        ? "the system's"
        : string.Join(", ", Enum.GetValues<SslProtocols>().Where(one => one != SslProtocols.None && offered.HasFlag(one)).Distinct().Select(one => one.ToString().Replace("Tls", "TLS ", StringComparison.Ordinal).Replace("TLS 1", "TLS 1.", StringComparison.Ordinal)));
}
