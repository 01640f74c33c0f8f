namespace Requests;

/// <summary>Assigns the errors of a call to a step, with advice.</summary>
internal static class ErrorRules
{
    /// <summary>Returns the step that an error is about.</summary>
    /// <param name="error">The error.</param>
    internal static DiagnosisStep GetStep(RequestException error) => error switch
    {
        SslException => DiagnosisStep.Tls,
        ProxyException => DiagnosisStep.Tunnel,
        HttpVersionException => DiagnosisStep.HttpVersion,
        ConnectTimeoutException or ConnectionException { IsBeforeSending: true } => DiagnosisStep.Connect,
        TooManyRedirectsException or InsecureRedirectException => DiagnosisStep.Redirect,
        RequestAuthenticationException => DiagnosisStep.Authentication,
        ContentDecodingException => DiagnosisStep.Coding,
        HttpErrorException or InvalidResponseHeaderException or RetryException => DiagnosisStep.Request,
        ResponseException or DownloadException => DiagnosisStep.Body,
        _ => DiagnosisStep.Request,
    };

    /// <summary>Returns the first step of a diagnosis of an error: the steps before it worked.</summary>
    /// <param name="error">The error.</param>
    internal static DiagnosisStep GetFirstStep(RequestException error) => error switch
    {
        SslException => DiagnosisStep.Tls,
        ProxyException => DiagnosisStep.Proxy,
        HttpVersionException => DiagnosisStep.Tls,
        ConnectTimeoutException or ConnectionException { IsBeforeSending: true } => DiagnosisStep.NameLookup,
        _ => DiagnosisStep.Request,
    };

    /// <summary>Judges an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="missesCertificate">Whether the server requested a client certificate that the call does not have.</param>
    internal static Verdict Judge(RequestException error, bool missesCertificate = false)
    {
        // A server that requires a certificate ends the connection with or without an alert.
        var isEnded = missesCertificate && error is (SslException or ConnectionException { IsBeforeSending: false });
        return Verdict.Failed(error.Message, isEnded ? TlsRules.Advise(TlsFailureKind.CertificateRequired) : Advise(error));
    }

    private static string Advise(RequestException error) => error switch
    {
        SslException => TlsRules.Advise(TlsFailure.Classify(error, isClientCertificateMissing: false)),
        ProxyException { StatusCode: 407 } => "Sign in to the proxy with -Auth (New-ProxyAuth user password).",
        ProxyException => "Check the address of the proxy, and what its log says about this request.",
        ConnectTimeoutException => "Check the host, the port and the firewalls, or raise the first part of -Timeout.",
        HttpVersionException => "Use -HttpVersion 1.1, or -HttpVersion 2, 1.1 for the higher version that the server supports.",
        ConnectionException connection => AdviseConnection(connection),
        ReadTimeoutException =>
            "The connection works, and the server sends nothing: raise the second part of -Timeout, or look at the log of the server.",
        RequestTimeoutException => "Raise -TotalTimeout if the whole exchange needs longer.",
        InsecureRedirectException => "Correct the redirect on the server, or allow it with -AllowInsecureRedirect.",
        InvalidResponseHeaderException =>
            "The server, or a proxy before it, sends headers that can hide an attack: correct it. "
            + "New-HttpAdapter -MaximumHeaderSize allows larger headers.",
        ContentDecodingException =>
            "The server, or a proxy before it, damages the body or names another coding: request it with "
            + "-Headers @{ 'Accept-Encoding' = 'identity' }.",
        ChunkedEncodingException =>
            "The server, a proxy or the network ended the body early: send the request again, and look at their logs.",
        ResponseTooLargeException => "Raise -MaximumSize, or save the body with -OutFile.",
        JsonDecodeException or XmlDecodeException or CsvDecodeException or UnexpectedContentTypeException =>
            "Look at Text of the response: error pages and sign-in pages often come in place of data.",
        RequestAuthenticationException => "Check the credentials, and what the message says about them.",
        MockMismatchException => "Add a reply for this request to the mock adapter.",
        SessionClosedException => "Create a new session with New-RequestSession.",
        DownloadException => "The exchange works, and the file could not be written or verified: correct what the message names.",
        _ => "Look at Exception.Response of the error, and at the log of the server.",
    };

    private static string AdviseConnection(ConnectionException error)
    {
        if (error.Message.Contains("uses TLS; use https", StringComparison.Ordinal))
        {
            return "Write https:// in place of http:// in the URL.";
        }

        if (error.Message.Contains("is not HTTP", StringComparison.Ordinal))
        {
            return "Another protocol runs on this port: check the port, and -HttpVersion 2 without TLS, which the server must support.";
        }

        if (error.IsBeforeSending) return "Check the host, the port and the network.";
        return error.Request?.Url.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true
            ? "If the port uses TLS, write https:// in the URL. Else look at the log of the server, or of a proxy before it."
            : "The server, a proxy or a firewall closed the connection without a response: look at their logs, and try -HttpVersion 1.1.";
    }
}
