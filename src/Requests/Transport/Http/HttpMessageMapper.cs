using System.Net;
using System.Net.Http;

namespace Requests;

/// <summary>Maps requests and responses to the messages of .NET and back, without changing what is sent or received.</summary>
internal static partial class HttpMessageMapper
{
    private const string ProxyAuthorization = "Proxy-Authorization";

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly HashSet<string> ContentHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Allow", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Location", "Content-MD5",
        "Content-Range", "Content-Type", "Expires", "Last-Modified",
    };

    /// <summary>
    /// Returns whether a proxy forwards the request itself, as it does for plain http to the host of the URL, and does not tunnel it.
    /// </summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="options">The options of sending.</param>
    /// <param name="request">The request.</param>
    internal static bool IsForwarded(ProxyServer proxy, SendOptions options, PreparedRequest request) =>
        !proxy.IsSocks && options.Route.Target is null && request.Url.StartsWith("http:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates the message of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="timeouts">The timeouts of the exchange.</param>
    /// <param name="settings">The settings of the adapter.</param>
    /// <param name="options">The options of sending.</param>
    /// <param name="connection">The connection that the exchange uses alone, or null.</param>
    /// <param name="proxy">The proxy, or null.</param>
    /// <param name="proxyAuthorization">The value of Proxy-Authorization, or null.</param>
    /// <exception cref="InvalidUrlException">The URL is not valid.</exception>
    /// <exception cref="InvalidHeaderException">A header cannot be sent, or contradicts the body.</exception>
    internal static SingleSendRequestMessage ToMessage(
        PreparedRequest request,
        ExchangeTimeouts timeouts,
        HttpAdapterSettings settings,
        SendOptions options,
        DedicatedConnection? connection,
        ProxyServer? proxy,
        string? proxyAuthorization)
    {
        var (version, policy) = connection is null
            ? GetVersion(request, settings, options)
            : (HttpVersion.Version11, HttpVersionPolicy.RequestVersionOrLower);

        // The handler of .NET 11 would open a tunnel for it, which the caller has not requested.
        var isForwarded = proxy is not null && IsForwarded(proxy, options, request);
        var url = ToUri(request.Url);
        if (isForwarded && policy == HttpVersionPolicy.RequestVersionExact) throw TransportErrors.CannotUseHttp2(url.IdnHost);
        var message = new SingleSendRequestMessage(GetMethod(request.Method), url, timeouts)
        {
            Version = version,
            VersionPolicy = policy,
            DedicatedConnection = connection,
            ProxyNegotiate = proxy is null ? null : request.ProxyAuth?.Negotiate,
            UserAgent = request.Headers["User-Agent"],
        };
        try
        {
            if (NeedsContent(request))
            {
                message.Content = new RequestBodyContent(request.Body, timeouts);
                var isWithoutLength = version.Major == 1 && request.Body is null && !request.Headers.ContainsKey("Content-Length");
                if (isWithoutLength) message.Headers.TryAddWithoutValidation(RequestHead.NoContentHeader, "");
            }

            if (!request.Headers.ContainsKey("Host")) message.Headers.Host = GetHost(message.RequestUri!);
            var hasLogin = proxy is { Authorization: not null };
            foreach (var field in request.Headers.Fields)
            {
                var isForProxy = field.Name.Equals(ProxyAuthorization, StringComparison.OrdinalIgnoreCase);
                if (hasLogin && isForProxy) continue;

                // Proxy credentials are sent neither through a tunnel nor to a server without a proxy.
                if (!isForwarded && isForProxy) message.TunnelAuthorization = field.Joined;
                else Add(message, request, field.Name, field.Joined);
            }

            if (isForwarded) AddProxyHeaders(message, request, settings, hasLogin, proxyAuthorization);
            return message;
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    private static void AddProxyHeaders(
        SingleSendRequestMessage message,
        PreparedRequest request,
        HttpAdapterSettings settings,
        bool hasLogin,
        string? proxyAuthorization)
    {
        foreach (var (name, value) in settings.ProxyHeaders)
        {
            if (request.Headers.ContainsKey(name)) continue;
            if (hasLogin && name.Equals(ProxyAuthorization, StringComparison.OrdinalIgnoreCase)) continue;
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (proxyAuthorization is not null && (hasLogin || !request.Headers.ContainsKey(ProxyAuthorization)))
        {
            message.Headers.TryAddWithoutValidation(ProxyAuthorization, proxyAuthorization);
        }
    }

    /// <summary>
    /// Returns the version to send. Over TLS both sides agree on a version by ALPN; in cleartext there is no agreement, so that a caller
    /// who allows HTTP/1.1 gets it.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="settings">The settings of the adapter.</param>
    /// <param name="options">The options of sending.</param>
    internal static (Version Version, HttpVersionPolicy Policy) GetVersion(
        PreparedRequest request,
        HttpAdapterSettings settings,
        SendOptions options)
    {
        var version = options.HttpVersion ?? settings.HttpVersion;
        if (version.Major == 1) return (version, HttpVersionPolicy.RequestVersionOrLower);
        var allowsLower = options.HttpVersion is null ? settings.AllowLowerHttpVersion : options.AllowLowerHttpVersion;
        if (!allowsLower) return (version, HttpVersionPolicy.RequestVersionExact);
        return request.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
            ? (version, HttpVersionPolicy.RequestVersionOrLower)
            : (HttpVersion.Version11, HttpVersionPolicy.RequestVersionOrLower);
    }

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

    /// <summary>Returns the URL as .NET takes it, without its fragment. A caller can set an invalid URL on a prepared request.</summary>
    private static Uri ToUri(string url)
    {
        try
        {
            // .NET passes a zone on unchanged, and sockets expect a bare percent sign.
            var text = UrlParts.WithoutFragment(url);
            if (text.Contains("://[", StringComparison.Ordinal)
                && text.IndexOf("%25", StringComparison.Ordinal) is > 0 and var zone
                && zone < text.IndexOf(']', StringComparison.Ordinal)) text = text.Remove(zone + 1, 2);
            if (Uri.TryCreate(WithPath(text), AsWritten, out var target) && target.IdnHost.Length > 0) return target;
        }
        catch (Exception error) when (error is UriFormatException or ArgumentException)
        {
            throw new InvalidUrlException($"The URL '{UrlRedactor.Redact(url)}' cannot be used: {error.Message}", error);
        }

        throw new InvalidUrlException($"The URL '{UrlRedactor.Redact(url)}' cannot be used.");
    }

    /// <summary>Adds a slash to a URL without a path, as the origin-form begins with a slash (RFC 9112 section 3.2.1).</summary>
    private static string WithPath(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return url;
        var start = scheme + 3;
        var end = url.AsSpan(start).IndexOfAny('/', '?');
        return end < 0 ? $"{url}/" : url[start + end] == '?' ? url.Insert(start + end, "/") : url;
    }

    /// <summary>
    /// Returns the Host header. It is written here and not by the handler, so that each request has a header whose writing can be observed.
    /// </summary>
    private static string GetHost(Uri target)
    {
        var host = target.HostNameType == UriHostNameType.IPv6 ? target.Host : target.IdnHost;
        return target.IsDefaultPort ? host : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{host}:{target.Port}");
    }

    /// <summary>
    /// Whether the message needs a content. A method that can have a body states its length even without a body (requests:
    /// <c>prepare_content_length</c>); and .NET accepts headers such as Content-Type only with a content, which then is empty.
    /// </summary>
    private static bool NeedsContent(PreparedRequest request)
    {
        if (request.Body is not null || request.Headers.ContainsKey("Content-Length")) return true;
        foreach (var field in request.Headers.Fields)
        {
            if (ContentHeaders.Contains(field.Name)) return true;
        }

        return false;
    }

    private static void Add(SingleSendRequestMessage message, PreparedRequest request, string name, string? value)
    {
        if (value is null) return;
        if (value.Length == 0 && message.Version.Major == 1 && name.Equals("Host", StringComparison.OrdinalIgnoreCase))
        {
            value = RequestHead.EmptyHostValue;
        }

        if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) CheckLength(request, value);
        else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)) CheckChunked(message, request, value);
        else if (!message.Headers.TryAddWithoutValidation(name, value)
            && message.Content?.Headers.TryAddWithoutValidation(name, value) != true)
        {
            throw new InvalidHeaderException($"The header '{name}' cannot be sent.");
        }
    }

    /// <summary>
    /// Checks a Content-Length against the body. A wrong length would make one message look like two (request smuggling).
    /// </summary>
    private static void CheckLength(PreparedRequest request, string value)
    {
        var length = request.Body is null ? 0 : request.Body.Length;
        if (length is null
            || !long.TryParse(
                value,
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var declared)
            || declared != length)
        {
            var actual = length is { } known ? $"{known} bytes" : "no known length";
            throw new InvalidHeaderException($"The header 'Content-Length' contradicts the body, which has {actual}; leave it out.");
        }
    }

    private static void CheckChunked(SingleSendRequestMessage message, PreparedRequest request, string value)
    {
        if (request.Body is not { Length: null } || !value.Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidHeaderException(
                "The header 'Transfer-Encoding' is set from the body; leave it out and give a body of unknown length to send chunks.");
        }

        message.Headers.TransferEncodingChunked = true;
    }
}
