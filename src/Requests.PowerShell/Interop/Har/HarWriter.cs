using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>Writes responses and their requests as an HTTP archive.</summary>
/// <param name="unmasked">True to include secrets; false to redact them.</param>
/// <remarks>HAR 1.2.</remarks>
internal sealed class HarWriter(bool unmasked)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the archive.</summary>
    /// <param name="responses">The responses in the order of their arrival.</param>
    /// <param name="version">The version of the module.</param>
    internal string Write(IEnumerable<Response> responses, string version)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("log");
            writer.WriteString("version", "1.2");
            writer.WriteStartObject("creator");
            writer.WriteString("name", "Requests for PowerShell");
            writer.WriteString("version", version);
            writer.WriteEndObject();
            writer.WriteStartArray("entries");
            foreach (var response in responses) WriteEntry(writer, response);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private void WriteEntry(Utf8JsonWriter writer, Response response)
    {
        writer.WriteStartObject();
        var started = response.Timings?.Started ?? DateTimeOffset.UnixEpoch;
        writer.WriteString("startedDateTime", started.ToString("o", CultureInfo.InvariantCulture));
        var total = response.Timings?.Total ?? response.Elapsed;
        writer.WriteNumber("time", total.TotalMilliseconds);
        WriteRequest(writer, response.Request, response.HttpVersion);
        WriteResponse(writer, response);
        writer.WriteStartObject("cache");
        writer.WriteEndObject();
        WriteTimings(writer, response);
        writer.WriteEndObject();
    }

    private void WriteRequest(Utf8JsonWriter writer, PreparedRequest request, Version version)
    {
        writer.WriteStartObject("request");
        writer.WriteString("method", request.Method);
        var secrets = ExchangeRedactor.Create(request);
        writer.WriteString("url", unmasked ? request.Url : secrets.Redact(UrlRedactor.Redact(request.Url)));
        writer.WriteString("httpVersion", $"HTTP/{version}");
        var cookies = request.Headers["Cookie"] ?? "";
        WriteCookies(writer, cookies.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        WriteHeaders(writer, request.Headers, secrets);
        writer.WriteStartArray("queryString");
        var query = UrlQuery(request.Url);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            WritePair(writer, Decode(parts[0]), unmasked ? Decode(parts.Length > 1 ? parts[1] : "") : SensitiveNames.Redacted);
        }

        writer.WriteEndArray();
        if (request.Body is not null)
        {
            writer.WriteStartObject("postData");
            writer.WriteString("mimeType", request.Headers["Content-Type"] ?? "");
            var text = unmasked && request.Body is BytesBody bytes ? bytes.GetText() : BodyPreview.Format(request, int.MaxValue);
            writer.WriteString("text", text);
            writer.WriteEndObject();
        }

        writer.WriteNumber("headersSize", -1);
        writer.WriteNumber("bodySize", request.Body?.Length ?? (request.Body is null ? 0 : -1));
        writer.WriteEndObject();
    }

    private void WriteResponse(Utf8JsonWriter writer, Response response)
    {
        writer.WriteStartObject("response");
        writer.WriteNumber("status", response.StatusCode);
        var secrets = ExchangeRedactor.Create(response);
        writer.WriteString("statusText", unmasked ? response.Reason : secrets.Redact(response.Reason));
        writer.WriteString("httpVersion", $"HTTP/{response.HttpVersion}");
        WriteCookies(writer, response.Headers.GetValues("Set-Cookie").Select(line => line.Split(';')[0].Trim()));
        WriteHeaders(writer, response.Headers, secrets);
        WriteContent(writer, response);
        var location = response.Headers["Location"] ?? "";
        writer.WriteString("redirectURL", RedactValue("Location", unmasked ? location : secrets.Redact(location)));
        writer.WriteNumber("headersSize", -1);
        var hasLength = long.TryParse(response.Headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length);
        writer.WriteNumber("bodySize", hasLength ? length : -1);
        writer.WriteEndObject();
    }

    private void WriteContent(Utf8JsonWriter writer, Response response)
    {
        var type = response.Headers["Content-Type"] ?? "";
        writer.WriteStartObject("content");
        writer.WriteNumber("size", response.IsContentRead ? response.Content?.Length ?? 0 : 0);
        writer.WriteString("mimeType", type);
        if (response is { IsContentRead: true, Content.Length: > 0 })
        {
            if (BodyPreview.IsText(response.Content))
            {
                var text = unmasked ? response.Text : BodyRedactor.Redact(response.Text, type, ExchangeRedactor.Create(response));
                writer.WriteString("text", text);
            }
            else
            {
                writer.WriteString("text", Convert.ToBase64String(response.Content));
                writer.WriteString("encoding", "base64");
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteTimings(Utf8JsonWriter writer, Response response)
    {
        var timings = response.Timings;
        writer.WriteStartObject("timings");
        writer.WriteNumber("blocked", -1);
        writer.WriteNumber("dns", Milliseconds(timings?.NameLookup));

        // HAR 1.2: the time to connect includes that of TLS.
        writer.WriteNumber("connect", Milliseconds(timings?.Connect is { } connect ? connect + (timings.Tls ?? TimeSpan.Zero) : null));
        writer.WriteNumber("ssl", Milliseconds(timings?.Tls));
        writer.WriteNumber("send", 0);
        writer.WriteNumber("wait", (timings?.FirstByte ?? response.Elapsed).TotalMilliseconds);
        writer.WriteNumber("receive", (timings?.Body ?? TimeSpan.Zero).TotalMilliseconds);
        writer.WriteEndObject();
    }

    private void WriteHeaders(Utf8JsonWriter writer, HeaderDictionary headers, ExchangeRedactor secrets)
    {
        writer.WriteStartArray("headers");
        foreach (var (name, value) in headers)
        {
            WritePair(writer, name, RedactValue(name, unmasked ? value ?? "" : secrets.Redact(value ?? "")));
        }

        writer.WriteEndArray();
    }

    private void WriteCookies(Utf8JsonWriter writer, IEnumerable<string> pairs)
    {
        writer.WriteStartArray("cookies");
        foreach (var pair in pairs)
        {
            var parts = pair.Split('=', 2);
            WritePair(writer, parts[0], unmasked ? parts.Length > 1 ? parts[1] : "" : SensitiveNames.Redacted);
        }

        writer.WriteEndArray();
    }

    private string RedactValue(string name, string value)
    {
        if (unmasked) return value;
        var isUrl = name.Equals("Location", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Referer", StringComparison.OrdinalIgnoreCase);
        return isUrl ? UrlRedactor.Redact(value) : SensitiveNames.RedactHeader(name, value)!;
    }

    private static void WritePair(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("value", value);
        writer.WriteEndObject();
    }

    private static double Milliseconds(TimeSpan? time) => time?.TotalMilliseconds ?? -1;

    private static string UrlQuery(string url) =>
        url.Split('#')[0] is var whole && whole.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? whole[(at + 1)..] : "";

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
