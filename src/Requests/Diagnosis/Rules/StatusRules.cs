using System.Globalization;

namespace Requests;

/// <summary>Judges the status of a response.</summary>
internal static class StatusRules
{
    /// <summary>Judges a response by its status.</summary>
    /// <param name="response">The response.</param>
    /// <param name="expected">The statuses that the call expects, or null.</param>
    internal static Verdict Judge(Response response, ExpectedStatuses? expected)
    {
        var status = response.StatusCode;
        var detail = $"{status} {response.Reason}".TrimEnd() + ".";
        if (expected?.Contains(status) ?? status < 400) return Verdict.Passed(detail);
        if (status < 400) return Verdict.Failed($"{detail} Expected: {expected}.", "Correct -ExpectStatus, or the request.");
        return Verdict.Failed(detail, Advise(response) + DescribeProxy(response));
    }

    private static string Advise(Response response) => response.StatusCode switch
    {
        400 or 422 => "The server does not accept the request: compare its parameters and headers with the documentation of the server. "
            + "The body of the response often names the fault.",
        401 => "The request is not authenticated: see the step Authentication.",
        403 => "The server understood the credentials, and they do not allow this; or a firewall of the server refuses the client. "
            + "Check the permissions, and headers such as User-Agent.",
        404 => "Check the path of the URL. Some servers send 404 for what the credentials do not allow to see.",
        405 => response.Headers["Allow"] is { Length: > 0 } allow
            ? $"The URL does not allow {response.Request.Method}: it allows {allow}."
            : $"The URL does not allow {response.Request.Method}: use another method.",
        406 => "The server has no representation that the request accepts: change the header Accept.",
        407 => "The proxy requires authentication: see the step Authentication.",
        408 => "The server did not wait longer for the request: check the network, and send the request again.",
        410 => "The resource was removed: use another URL.",
        411 => "The server requires a Content-Length: send the body from text, bytes or a file.",
        413 or 431 => "The request is larger than the server allows: send less, or raise the limit of the server.",
        421 => "The server does not serve this host name: check the name, and use -HttpVersion 1.1.",
        426 => "The server requires another protocol: see its header Upgrade, and try -HttpVersion 2.",
        429 => $"The server limits the rate.{DescribeRetry(response)} Use -Retry, or -RateLimit of New-RequestSession.",
        502 => "A gateway got no valid response from the server behind it: look at the log of the gateway.",
        503 => $"The service is overloaded or in maintenance.{DescribeRetry(response)} Use -Retry, or Wait-Request.",
        504 => "A gateway got no response in time from the server behind it: look at the log of the gateway.",
        511 => "The network requires a sign-in: open a browser in this network.",
        < 500 => "The server refuses the request: the body of the response often says why.",
        _ => "The server failed: look at its log, and at the body of the response.",
    };

    /// <summary>Says that a proxy that forwards the request can have sent the response, as Squid does with a header of its own.</summary>
    private static string DescribeProxy(Response response)
    {
        if (response.Connection?.Proxy is not { } proxy || !response.Url.StartsWith("http:", StringComparison.Ordinal)) return "";
        var error = response.Headers["X-Squid-Error"];
        if (error is { Length: > 0 and < 60 }) return $" The proxy '{proxy}' sent this response: {error}.";
        return response.StatusCode is 403 or >= 500 ? $" The proxy '{proxy}' may have sent this response: look at its log, too." : "";
    }

    private static string DescribeRetry(Response response) =>
        response.Headers["Retry-After"] is { } text && text.Length < 40
            ? string.Create(CultureInfo.InvariantCulture, $" Retry-After: {text}.")
            : "";
}
