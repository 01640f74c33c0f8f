using System.Globalization;
using System.Net;

namespace Requests.PowerShell;

/// <summary>Writes responses and their requests as an HTTP archive.</summary>
/// <param name="unmasked">True to include secrets; false to redact them.</param>
/// <remarks>HAR 1.2.</remarks>
internal sealed class HarWriter(bool unmasked)
{
    /// <summary>Writes the archive.</summary>
    /// <param name="stream">The stream to write to, in UTF-8.</param>
    /// <param name="responses">The responses in the order of their arrival.</param>
    /// <param name="version">The version of the module.</param>
    internal void Write(Stream stream, IEnumerable<Response> responses, string version)
    {
        var creator = new HarCreator("Requests for PowerShell", version);
        HarSerializer.Write(stream, new HarArchive(new HarLog("1.2", creator, responses.Select(CreateEntry))));
    }

    private HarEntry CreateEntry(Response response) => new(
        GetStart(response.Timings).ToString("o", CultureInfo.InvariantCulture),
        (response.Timings?.Total ?? response.Elapsed).TotalMilliseconds,
        CreateRequest(response.Request, response.HttpVersion),
        CreateResponse(response),
        new HarCache(),
        CreateTimings(response),
        (response.Connection?.RemoteEndPoint as IPEndPoint)?.Address.ToString(),
        (response.Connection?.LocalEndPoint as IPEndPoint)?.Port.ToString(CultureInfo.InvariantCulture),
        (response.Connection?.RemoteEndPoint as IPEndPoint)?.Port,
        HarConnection.CreateSecurityDetails(response.Connection));

    private HarRequest CreateRequest(PreparedRequest request, Version version)
    {
        var secrets = ExchangeRedactor.Create(request);
        var cookies = request.Headers["Cookie"] ?? "";
        return new HarRequest(
            request.Method,
            unmasked ? request.Url : secrets.Redact(UrlRedactor.Redact(request.Url)),
            $"HTTP/{version}",
            CreateCookies(cookies.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
            CreateHeaders(request.Headers, secrets),
            QueryDecoder.Decode(UrlParts.Parse(request.Url).Query ?? "").Select(pair => CreatePair(pair.Key, pair.Value)),
            CreatePostData(request),
            HeadersSize: -1,
            request.Body?.Length ?? (request.Body is null ? 0 : -1));
    }

    private HarPostData? CreatePostData(PreparedRequest request)
    {
        if (request.Body is null) return null;
        var text = unmasked && CompressedBody.Unwrap(request.Body) is BytesBody bytes
            ? bytes.GetText()
            : BodyPreview.Format(request, int.MaxValue);
        return new HarPostData(request.Headers["Content-Type"] ?? "", text);
    }

    private HarResponse CreateResponse(Response response)
    {
        var secrets = ExchangeRedactor.Create(response);
        var location = response.Headers["Location"] ?? "";
        var hasLength = long.TryParse(response.Headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length);
        return new HarResponse(
            response.StatusCode,
            unmasked ? response.Reason : secrets.Redact(response.Reason),
            $"HTTP/{response.HttpVersion}",
            CreateCookies(response.Headers.GetValues("Set-Cookie").Select(line => line.Split(';')[0].Trim())),
            CreateHeaders(response.Headers, secrets),
            CreateContent(response, secrets),
            RedactValue("Location", location, secrets),
            HeadersSize: -1,
            hasLength ? length : -1,
            response.Trailers is { Count: > 0 } trailers ? CreateHeaders(trailers, secrets) : null);
    }

    private HarContent CreateContent(Response response, ExchangeRedactor secrets)
    {
        var type = response.Headers["Content-Type"] ?? "";
        if (response is not { IsContentRead: true, Content: { Length: > 0 } content }) return new HarContent(0, type);
        if (!BodyPreview.IsText(content)) return new HarContent(content.Length, type, Convert.ToBase64String(content), "base64");
        return new HarContent(content.Length, type, unmasked ? response.Text : BodyRedactor.Redact(response.Text, type, secrets));
    }

    /// <summary>Returns the time at which the exchange began, including the wait for the rate limit.</summary>
    private static DateTimeOffset GetStart(ExchangeTimings? timings) =>
        timings is null ? DateTimeOffset.UnixEpoch : timings.Started - (timings.RateLimit ?? TimeSpan.Zero);

    private static HarTimings CreateTimings(Response response)
    {
        var timings = response.Timings;
        return new HarTimings(
            GetMilliseconds(timings?.RateLimit),
            GetMilliseconds(timings?.NameLookup),

            // HAR 1.2: the time to connect includes that of TLS.
            GetMilliseconds(timings?.Connect is { } connect ? connect + (timings.Tls ?? TimeSpan.Zero) : null),
            GetMilliseconds(timings?.Tls),
            Send: 0,
            (timings?.FirstByte ?? response.Elapsed).TotalMilliseconds,
            (timings?.Body ?? TimeSpan.Zero).TotalMilliseconds);
    }

    private IEnumerable<HarPair> CreateHeaders(HeaderDictionary headers, ExchangeRedactor secrets) =>
        headers.Select(header => new HarPair(header.Key, RedactValue(header.Key, header.Value ?? "", secrets)));

    private IEnumerable<HarPair> CreateCookies(IEnumerable<string> pairs) =>
        pairs.Select(pair => pair.Split('=', 2)).Select(parts => CreatePair(parts[0], parts.Length > 1 ? parts[1] : ""));

    private HarPair CreatePair(string name, string value) => new(name, unmasked ? value : SensitiveNames.Redacted);

    private string RedactValue(string name, string value, ExchangeRedactor secrets)
    {
        if (unmasked) return value;
        var isUrl = name.Equals("Location", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Referer", StringComparison.OrdinalIgnoreCase);
        return isUrl ? UrlRedactor.Redact(secrets.Redact(value)) : ExchangeRedactor.RedactHeader(name, value, secrets)!;
    }

    private static double GetMilliseconds(TimeSpan? time) => time?.TotalMilliseconds ?? -1;
}
