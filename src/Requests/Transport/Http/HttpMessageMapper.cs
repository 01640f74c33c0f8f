using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace Requests;

/// <summary>Between our messages and .NET's, both ways, changing nothing that reaches or comes from the wire.</summary>
internal static class HttpMessageMapper
{
    private const string ProxyAuthorization = "Proxy-Authorization";

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly HashSet<string> ContentHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Allow", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Location", "Content-MD5", "Content-Range", "Content-Type",
        "Expires", "Last-Modified",
    };

    /// <summary>Whether a proxy sees the request itself, as it does plain http, and not a tunnel.</summary>
    internal static bool IsForwarded(ProxyServer proxy, PreparedRequest request) =>
        !proxy.IsSocks && request.Url.StartsWith("http:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates the message of .NET for a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="clock">The timeouts of the exchange.</param>
    /// <param name="settings">The settings of the adapter.</param>
    /// <param name="offered">The version of HTTP that is offered.</param>
    /// <param name="connection">The dedicated connection, or null.</param>
    /// <param name="proxy">The proxy, or null.</param>
    /// <param name="authorization">The value of Proxy-Authorization, or null.</param>
    internal static SingleSendRequestMessage ToMessage(
        PreparedRequest request, ExchangeTimeouts clock, HttpAdapterSettings settings, Version offered, DedicatedConnection? connection, ProxyServer? proxy, string? authorization)
    {
        var version = connection is null ? offered : HttpVersion.Version11;
        var message = new SingleSendRequestMessage(GetMethod(request.Method), GetTarget(request.Url), clock)
        {
            Version = version,
            VersionPolicy = GetPolicy(version, request.Url),
            Connection = connection,
            ProxyNegotiate = proxy is null ? null : request.ProxyAuth?.Negotiate,
            UserAgent = request.Headers["User-Agent"],
        };
        try
        {
            if (NeedsContent(request))
            {
                message.Content = new RequestBodyContent(request.Body, clock);
                if (version.Major == 1 && request.Body is null && !request.Headers.ContainsKey("Content-Length")) message.Headers.TryAddWithoutValidation(RequestHead.NoContent, "");
            }

            if (!request.Headers.ContainsKey("Host")) message.Headers.Host = GetHost(message.RequestUri!);
            var forwards = proxy is not null && IsForwarded(proxy, request);
            var hasLogin = proxy is { Authorization: not null };
            foreach (var field in request.Headers.Fields)
            {
                if (hasLogin && field.Name.Equals(ProxyAuthorization, StringComparison.OrdinalIgnoreCase)) continue;

                // What is meant for a proxy goes neither through its tunnel nor to a server without one.
                if (!forwards && field.Name.Equals(ProxyAuthorization, StringComparison.OrdinalIgnoreCase)) message.TunnelAuthorization = field.Joined;
                else Add(message, request, field.Name, field.Joined);
            }

            if (!forwards) return message;
            foreach (var (name, value) in settings.ProxyHeaders)
            {
                if (!request.Headers.ContainsKey(name) && !(hasLogin && name.Equals(ProxyAuthorization, StringComparison.OrdinalIgnoreCase))) message.Headers.TryAddWithoutValidation(name, value);
            }

            if (authorization is not null && (hasLogin || !request.Headers.ContainsKey(ProxyAuthorization)))
            {
                message.Headers.TryAddWithoutValidation(ProxyAuthorization, authorization);
            }

            return message;
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    internal static Response ToResponse(PreparedRequest request, HttpResponseMessage reply, ExchangeTimeouts clock)
    {
        var host = reply.RequestMessage!.RequestUri!.IdnHost;
        var headers = new HeaderDictionary();
        CheckStatus(request, reply, host);
        if (Collect(reply.Headers, headers) | Collect(reply.Content.Headers, headers)) RestoreCarried(headers);
        long? length = reply.Version.Major > 1 && SettleLength(headers, host) is { } announced && request.Method != "HEAD" && (int)reply.StatusCode is not (204 or 304) ? announced : null;
        return new Response(request, (int)reply.StatusCode, new ReadTimeoutStream(reply.Content.ReadAsStream(), reply, host, clock) { Announced = length })
        {
            Reason = GetReason(reply),
            Headers = headers,
            HttpVersion = reply.Version,
        };
    }

    /// <summary>Over TLS both sides agree on a version; in the clear there is nobody to ask, and the caller must know.</summary>
    private static HttpVersionPolicy GetPolicy(Version version, string url) =>
        version.Major > 1 && !url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower;

    private static HttpMethod GetMethod(string method) => method switch
    {
        "GET" => HttpMethod.Get,
        "POST" => HttpMethod.Post,
        "PUT" => HttpMethod.Put,
        "PATCH" => HttpMethod.Patch,
        "DELETE" => HttpMethod.Delete,
        "HEAD" => HttpMethod.Head,
        "OPTIONS" => HttpMethod.Options,
        _ => new HttpMethod(method),
    };

    /// <summary>The URL as .NET takes it, without its fragment; one that a caller has written into a prepared request may be unusable.</summary>
    private static Uri GetTarget(string url)
    {
        try
        {
            // .NET hands a zone on as it stands, and sockets know it by a percent sign alone.
            var text = UrlParts.WithoutFragment(url);
            if (text.Contains("://[", StringComparison.Ordinal) && text.IndexOf("%25", StringComparison.Ordinal) is > 0 and var zone && zone < text.IndexOf(']', StringComparison.Ordinal)) text = text.Remove(zone + 1, 2);
            if (Uri.TryCreate(WithPath(text), AsWritten, out var target) && target.IdnHost.Length > 0) return target;
        }
        catch (Exception error) when (error is UriFormatException or ArgumentException)
        {
            throw new InvalidUrlException($"The URL '{UrlRedactor.Redact(url)}' cannot be used: {error.Message}", error);
        }

        throw new InvalidUrlException($"The URL '{UrlRedactor.Redact(url)}' cannot be used.");
    }

    /// <summary>The first line of a request begins its target with a slash, also where the URL has no path (RFC 9112 section 3.2.1).</summary>
    private static string WithPath(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return url;
        var start = scheme + 3;
        var end = url.AsSpan(start).IndexOfAny('/', '?');
        return end < 0 ? $"{url}/" : url[start + end] == '?' ? url.Insert(start + end, "/") : url;
    }

    /// <summary>Written here and not by the handler, so that every request has a header whose writing can be seen.</summary>
    private static string GetHost(Uri target)
    {
        var host = target.HostNameType == UriHostNameType.IPv6 ? target.Host : target.IdnHost;
        return target.IsDefaultPort ? host : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{host}:{target.Port}");
    }

    /// <summary>
    /// A method that may carry a body says how long it is, even when there is none (requests: <c>prepare_content_length</c>);
    /// and .NET takes headers such as Content-Type only together with a content, which then is empty.
    /// </summary>
    private static bool NeedsContent(PreparedRequest request)
    {
        if (request.Body is not null || request.Headers.ContainsKey("Content-Length")) return true;
        foreach (var name in request.Headers.Keys)
        {
            if (ContentHeaders.Contains(name)) return true;
        }

        return false;
    }

    private static void Add(SingleSendRequestMessage message, PreparedRequest request, string name, string? value)
    {
        if (value is null) return;
        if (value.Length == 0 && message.Version.Major == 1 && name.Equals("Host", StringComparison.OrdinalIgnoreCase)) value = RequestHead.EmptyHost;
        if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) CheckLength(request, value);
        else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)) CheckChunked(message, request, value);
        else if (!message.Headers.TryAddWithoutValidation(name, value) && message.Content?.Headers.TryAddWithoutValidation(name, value) != true)
        {
            throw new InvalidHeaderException($"The header '{name}' cannot be sent.");
        }
    }

    /// <summary>The length is written from the body itself; a header that says otherwise would let one message pass for two.</summary>
    private static void CheckLength(PreparedRequest request, string value)
    {
        var length = request.Body is null ? 0 : request.Body.Length;
        if (length is null || !long.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var said) || said != length)
        {
            throw new InvalidHeaderException($"The header 'Content-Length' contradicts the body, which has {(length is { } known ? $"{known} bytes" : "no known length")}; leave it out.");
        }
    }

    private static void CheckChunked(SingleSendRequestMessage message, PreparedRequest request, string value)
    {
        if (request.Body is not { Length: null } || !value.Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidHeaderException("The header 'Transfer-Encoding' is set from the body; leave it out and give a body of unknown length to send chunks.");
        }

        message.Headers.TransferEncodingChunked = true;
    }

    /// <summary>Copies headers; true when <see cref="ResponseHead.Carrier"/> is among them.</summary>
    private static bool Collect(HttpHeaders from, HeaderDictionary to)
    {
        var isCarried = false;
        foreach (var (name, values) in from.NonValidated)
        {
            isCarried |= name == ResponseHead.Carrier;
            // A name comes once with all its values. To append a hundred thousand one by one would copy them as often.
            if (values.Count == 1) to.Append(name, values.ToString());
            else to.SetValues(name, values);
        }

        return isCarried;
    }

    /// <summary>Puts back what .NET's headers cannot hold, and takes out the <c>Connection: close</c> that the server did not send.</summary>
    private static void RestoreCarried(HeaderDictionary headers)
    {
        var carried = headers.GetValues(ResponseHead.Carrier);
        headers.Remove(ResponseHead.Carrier);
        foreach (var line in carried)
        {
            if (line.Split(':', 2) is [var name, var value]) headers.Append(name, value.TrimStart());
            else if (headers.GetValues("Connection") is { Count: > 1 } several) headers.SetValues("Connection", several.SkipLast(1));
            else headers.Remove("Connection");
        }
    }

    /// <summary>A status below 100 is not one, and 101 ends HTTP, which only a request with Upgrade asks for (RFC 9110 sections 7.8 and 15).</summary>
    private static void CheckStatus(PreparedRequest request, HttpResponseMessage reply, string host)
    {
        if ((int)reply.StatusCode < 100) throw new ConnectionException($"The response of '{host}' is not HTTP: its status is {(int)reply.StatusCode:000}.");
        if (reply.StatusCode == HttpStatusCode.SwitchingProtocols && !request.Headers.ContainsKey("Upgrade"))
        {
            throw new ConnectionException($"'{host}' changed the protocol (101 Switching Protocols) though the request has no Upgrade header.");
        }
    }

    /// <summary>The length in a response over HTTP/2, by the rules that <see cref="ResponseFraming"/> has for HTTP/1.1.</summary>
    private static long? SettleLength(HeaderDictionary headers, string host)
    {
        var lengths = headers.GetValues("Content-Length");
        if (lengths.Count == 0) return null;
        var framing = default(ResponseFraming);
        try
        {
            foreach (var length in lengths) framing.Add(HeadName.ContentLength, Encoding.Latin1.GetBytes(length));
        }
        catch (InvalidResponseException error)
        {
            throw TransportErrors.Invalid(error, host);
        }

        headers["Content-Length"] = framing.Length!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return framing.Length;
    }

    /// <summary>The phrase as UTF-8 where it is that, else as Latin-1.</summary>
    private static string GetReason(HttpResponseMessage reply) => Latin1.AsUtf8(reply.ReasonPhrase ?? "");
}
