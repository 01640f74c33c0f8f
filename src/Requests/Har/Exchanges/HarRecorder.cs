using System.Globalization;
using System.Net;

namespace Requests;

/// <summary>Creates entries of an archive from exchanges.</summary>
/// <param name="unmasked">
/// True to include secrets. False to redact them: the values of headers, parameters and fields with a secret name, all cookies, and these
/// values wherever the exchange repeats them.
/// </param>
internal sealed class HarRecorder(bool unmasked)
{
    /// <summary>The largest body that an entry contains, in bytes. The writer of JSON cannot write larger texts.</summary>
    internal const int LargestBody = 100 * 1024 * 1024;

    private static readonly string[] Digests = ["Content-Digest", "Repr-Digest", "Digest", "Content-MD5"];

    /// <summary>Creates the entry of a response.</summary>
    /// <param name="response">The response. Its body is taken where it is in memory.</param>
    /// <param name="capture">The bodies of the exchange where they are not in memory, or null.</param>
    internal HarEntry CreateEntry(Response response, HarCapture? capture = null)
    {
        var secrets = unmasked ? null : ExchangeRedactor.Create(response, capture?.RequestBody);
        return new HarEntry
        {
            StartedDateTime = HarEntry.FormatTime(GetStart(response.Timings)),
            Time = (response.Timings?.Total ?? response.Elapsed).TotalMilliseconds,
            Request = CreateRequest(response.Request, capture, secrets, response.HttpVersion),
            Response = CreateResponse(response, capture, secrets),
            Timings = CreateTimings(response),
            ServerIPAddress = (response.Connection?.RemoteEndPoint as IPEndPoint)?.Address.ToString(),
            Connection = (response.Connection?.LocalEndPoint as IPEndPoint)?.Port.ToString(CultureInfo.InvariantCulture),
            FromCache = response.FromCache ? "Requests" : null,
            Fields = [.. HarConnection.CreateFields(response.Connection)],
        };
    }

    /// <summary>Creates the entry of a request that failed; with its response where the error has one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="error">The error, such as a timeout.</param>
    /// <param name="started">The time at which the request was sent.</param>
    /// <param name="duration">The time until the error.</param>
    /// <param name="capture">The bodies of the exchange as far as they were sent and received, or null.</param>
    internal HarEntry CreateEntry(
        PreparedRequest request,
        Exception error,
        DateTimeOffset started,
        TimeSpan duration,
        HarCapture? capture = null)
    {
        var response = (error as RequestException)?.Response;
        var sent = capture?.RequestBody;
        var secrets = unmasked ? null : response is null ? ExchangeRedactor.Create(request, sent) : ExchangeRedactor.Create(response, sent);
        return new HarEntry
        {
            StartedDateTime = HarEntry.FormatTime(started),
            Time = duration.TotalMilliseconds,
            Request = CreateRequest(request, capture, secrets, response?.HttpVersion ?? HttpVersion.Version11),
            Response = response is null ? new HarResponse { HttpVersion = "" } : CreateResponse(response, capture, secrets),
            Error = HarErrors.Describe(error, response is not null, secrets),
            Timings = response is null ? HarTimings.None with { Wait = duration.TotalMilliseconds } : CreateTimings(response),
            Fields = [.. HarConnection.CreateFields(ConnectionInfo.Find(error))],
        };
    }

    /// <summary>Creates the part of an entry that describes a request, without an exchange.</summary>
    /// <param name="request">The request.</param>
    /// <param name="capture">The body where it is not in memory, or null.</param>
    internal HarRequest CreateRequest(PreparedRequest request, HarCapture? capture) =>
        CreateRequest(request, capture, unmasked ? null : ExchangeRedactor.Create(request, capture?.RequestBody), HttpVersion.Version11);

    /// <summary>Returns a copy of an entry, such as that of a browser, in which the secrets are replaced.</summary>
    /// <param name="entry">The entry.</param>
    /// <remarks>The fields that this library does not interpret are left out, because a browser repeats URLs and headers in them.</remarks>
    internal static HarEntry Redact(HarEntry entry)
    {
        var recorder = new HarRecorder(unmasked: false);
        var request = HarReplay.CreateRequest(entry);
        using var response = HarReplay.CreateResponse(entry, request);
        var body = entry.Response.Body;
        var copy = recorder.CreateEntry(response, new HarCapture { ResponseBody = body.GetBytes(), IsDecoded = !body.IsEncoded });
        (copy.StartedDateTime, copy.Time, copy.Timings) = (entry.StartedDateTime, entry.Time, entry.Timings with { Fields = [] });
        (copy.ServerIPAddress, copy.Connection, copy.FromCache) = (entry.ServerIPAddress, entry.Connection, entry.FromCache);
        (copy.Request.HttpVersion, copy.Response.HttpVersion) = (entry.Request.HttpVersion, entry.Response.HttpVersion);
        (copy.Request.BodySize, copy.Response.BodySize) = (entry.Request.BodySize, entry.Response.BodySize);
        if (!body.HasContent) copy.Response.Body.Size = body.Size;
        var secrets = ExchangeRedactor.Create(response);
        if (entry.Error is { } error) copy.Error = HarErrors.Redact(error, secrets);
        if (entry.Response.BrowserError is { } text) copy.Response.BrowserError = secrets.Redact(text);
        return copy;
    }

    /// <summary>Returns whether a field of an entry describes its connection, which differs from run to run.</summary>
    /// <param name="name">The name of the field.</param>
    internal static bool DescribesConnection(string name) => name is "_serverPort" or "_securityDetails" or "_connectionId";

    private static HarRequest CreateRequest(PreparedRequest request, HarCapture? capture, ExchangeRedactor? secrets, Version version)
    {
        var url = UrlParts.WithoutFragment(request.Url);
        return new HarRequest
        {
            Method = request.Method,
            Url = secrets?.RedactUrl(url) ?? url,
            HttpVersion = $"HTTP/{version}",
            Headers = CreateHeaders(request.Headers, secrets),
            Body = CreatePostData(request, capture, secrets),
            BodySize = request.Body is null ? 0 : request.Body.Length ?? capture?.RequestBody?.Length ?? -1,
        };
    }

    private static HarBody? CreatePostData(PreparedRequest request, HarCapture? capture, ExchangeRedactor? secrets)
    {
        if (request.Body is null) return null;
        var body = new HarBody { MediaType = request.Headers["Content-Type"] ?? "" };
        var content = CompressedBody.Unwrap(request.Body) is BytesBody bytes ? bytes.Bytes.ToArray() : capture?.RequestBody;
        if (content is null) body.Comment = $"A body of {Describe(request.Body.Length)} that was read while it was sent.";
        else if (content.Length > LargestBody) body.Comment = TooLarge(content.Length);
        else if (secrets is null) body.SetBytes(content);
        else if (HarCharset.IsText(content, body.MediaType)) SetRedacted(body, content, secrets);
        else if (body.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)) SetMultipart(body, content, secrets);

        // A body that is not text may contain a password that cannot be found by its name.
        else body.Comment = $"A body of {content.Length} bytes that is not text, and may contain secrets.";
        return body;
    }

    private static HarResponse CreateResponse(Response response, HarCapture? capture, ExchangeRedactor? secrets)
    {
        var hasLength = long.TryParse(response.Headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length);
        var body = CreateContent(response, capture, secrets);
        var headers = CreateHeaders(response.Headers, secrets);

        // The digest of a body is not that of its redacted text.
        if (body.IsRedacted) foreach (var name in Digests) headers.Remove(name);
        return new HarResponse
        {
            Status = response.StatusCode,
            StatusText = secrets?.Redact(response.Reason) ?? response.Reason,
            HttpVersion = $"HTTP/{response.HttpVersion}",
            Headers = headers,
            Trailers = CreateHeaders(response.Trailers, secrets),
            Body = body,
            BodySize = capture?.ResponseBody?.Length ?? (hasLength ? length : -1),
        };
    }

    private static HarBody CreateContent(Response response, HarCapture? capture, ExchangeRedactor? secrets)
    {
        var body = new HarBody { MediaType = response.Headers["Content-Type"] ?? "" };
        var content = capture?.ResponseBody;
        if (content is null)
        {
            content = response.IsContentRead ? response.Content : null;
        }
        else
        {
            var decoded = capture!.IsDecoded ? content : Decode(content, response.Headers);
            body.IsEncoded = decoded is null;
            content = decoded ?? content;
        }

        if (content is not { Length: > 0 }) return body;
        body.Size = content.Length;
        if (content.Length > LargestBody) body.Comment = TooLarge(content.Length);
        else if (secrets is not null && body.IsEncoded) SetCoded(body, content, response.Headers["Content-Encoding"], secrets);
        else if (secrets is not null && HarCharset.IsText(content, body.MediaType)) SetRedacted(body, content, secrets);
        else if (body.IsEncoded || !EncodingResolver.IsText(content)) body.SetBinary(content);
        else body.SetBytes(content);
        return body;
    }

    /// <summary>
    /// Sets a body that keeps its codings, where it has no secrets as far as it can be decoded; otherwise its text without the codings.
    /// </summary>
    private static void SetCoded(HarBody body, byte[] content, string? codings, ExchangeRedactor secrets)
    {
        body.SetBinary(content);
        var decoded = HarCodings.DecodePart(content, codings);
        if (!HarCharset.IsText(decoded, body.MediaType)) return;
        var part = new HarBody { MediaType = body.MediaType };
        SetRedacted(part, decoded, secrets);
        if (!part.IsRedacted) return;
        body.IsEncoded = false;
        SetRedacted(body, decoded, secrets);
    }

    /// <summary>
    /// Decodes a body; null when it has to stay as it is: a digest is that of the bytes as they were received, and they would be others if
    /// they were compressed anew.
    /// </summary>
    private static byte[]? Decode(byte[] content, HeaderDictionary headers)
    {
        var coding = headers["Content-Encoding"];
        var hasDigest = Digests.Any(headers.ContainsKey);
        return hasDigest && !ContentDecoder.ChangesNothing(coding) ? null : HarCodings.TryDecode(content, coding);
    }

    /// <summary>Sets a text without its secrets. One that has none keeps its bytes, also where they are not valid in its charset.</summary>
    private static void SetRedacted(HarBody body, byte[] content, ExchangeRedactor secrets)
    {
        var text = HarCharset.Decode(content, body.MediaType);
        var redacted = ContentRedactor.Redact(text, body.MediaType, secrets);
        body.IsRedacted = redacted != text;
        if (body.IsRedacted) body.Text = redacted;
        else body.SetBytes(content);
        body.Size = content.Length;
    }

    private static void SetMultipart(HarBody body, byte[] content, ExchangeRedactor secrets)
    {
        body.SetBinary(ContentRedactor.RedactMultipart(content, secrets));
        body.Size = content.Length;
    }

    private static HeaderDictionary CreateHeaders(HeaderDictionary headers, ExchangeRedactor? secrets)
    {
        var result = new HeaderDictionary(headers.Count);
        foreach (var field in headers.Fields)
        {
            foreach (var value in field.All) result.Append(field.Name, secrets is null ? value : RedactHeader(field.Name, value, secrets));
        }

        return result;
    }

    private static string RedactHeader(string name, string value, ExchangeRedactor secrets)
    {
        if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)) return HarCookies.Redact(secrets.Redact(value));
        if (name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)) return HarCookies.RedactSet(secrets.Redact(value));
        return ExchangeRedactor.RedactHeader(name, value, secrets)!;
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

    private static double GetMilliseconds(TimeSpan? time) => time?.TotalMilliseconds ?? -1;

    private static string TooLarge(long length) => $"A body of {length} bytes; an archive can contain {LargestBody} bytes.";

    private static string Describe(long? length) => length is { } known ? $"{known} bytes" : "unknown length";
}
