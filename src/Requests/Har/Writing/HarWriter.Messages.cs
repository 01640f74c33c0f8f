using System.Globalization;

namespace Requests;

/// <content>Writes requests, responses, and the cookies and queries that the format repeats beside headers and URLs.</content>
internal sealed partial class HarWriter
{
    private void WriteRequest(HarRequest request)
    {
        _writer.WriteStartObject("request"u8);
        _writer.WriteString("method"u8, request.Method);
        _writer.WriteString("url"u8, request.Url);
        _writer.WriteString("httpVersion"u8, request.HttpVersion);
        _writer.WriteStartArray("cookies"u8);
        foreach (var pair in HarCookies.Split(request.Headers)) WritePair(pair.Key, pair.Value);
        _writer.WriteEndArray();
        WriteHeaders("headers"u8, request.Headers);
        _writer.WriteStartArray("queryString"u8);
        var (_, query) = UrlParts.CutQuery(UrlParts.WithoutFragment(request.Url));
        foreach (var pair in QueryDecoder.Decode(query ?? "")) WritePair(pair.Key, pair.Value);
        _writer.WriteEndArray();
        if (request.Body is { } body) WritePostData(body);
        _writer.WriteNumber("headersSize"u8, request.HeadersSize);
        _writer.WriteNumber("bodySize"u8, request.BodySize);
        WriteFields(request.Fields);
        _writer.WriteEndObject();
    }

    private void WriteResponse(HarResponse response)
    {
        _writer.WriteStartObject("response"u8);
        _writer.WriteNumber("status"u8, response.Status);
        _writer.WriteString("statusText"u8, response.StatusText);
        _writer.WriteString("httpVersion"u8, response.HttpVersion);
        _writer.WriteStartArray("cookies"u8);
        foreach (var line in response.Headers.GetValues("Set-Cookie")) WriteCookie(line);
        _writer.WriteEndArray();
        WriteHeaders("headers"u8, response.Headers);
        WriteContent(response.Body);
        _writer.WriteString("redirectURL"u8, response.Headers["Location"] ?? "");
        _writer.WriteNumber("headersSize"u8, response.HeadersSize);
        _writer.WriteNumber("bodySize"u8, response.BodySize);
        if (response.Trailers.Count > 0) WriteHeaders("_trailers"u8, response.Trailers);
        WriteText("_error"u8, response.BrowserError);
        WriteFields(response.Fields);
        _writer.WriteEndObject();
    }

    private void WriteHeaders(ReadOnlySpan<byte> name, HeaderDictionary headers)
    {
        _writer.WriteStartArray(name);
        if (_options.SortHeaders)
        {
            foreach (var key in headers.Keys.Order(StringComparer.OrdinalIgnoreCase)) WriteHeader(key, headers.GetValues(key));
        }
        else
        {
            foreach (var field in headers.Fields) WriteHeader(field.Name, field.All);
        }

        _writer.WriteEndArray();
    }

    private void WriteHeader(string name, IReadOnlyList<string> values)
    {
        foreach (var value in values) WritePair(name, value);
    }

    private void WritePair(string name, string value)
    {
        _writer.WriteStartObject();
        _writer.WriteString("name"u8, name);
        _writer.WriteString("value"u8, value);
        _writer.WriteEndObject();
    }

    private void WriteCookie(string line)
    {
        var parts = line.Split(';', StringSplitOptions.TrimEntries);
        var (name, value) = HarCookies.Cut(parts[0]);
        _writer.WriteStartObject();
        _writer.WriteString("name"u8, name);
        _writer.WriteString("value"u8, value);
        foreach (var (attribute, given) in parts.Skip(1).Select(HarCookies.Cut))
        {
            switch (attribute.ToUpperInvariant())
            {
                case "PATH":
                    _writer.WriteString("path"u8, given);
                    break;
                case "DOMAIN":
                    _writer.WriteString("domain"u8, given);
                    break;
                case "EXPIRES" when DateTimeOffset.TryParseExact(
                    given, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time):
                    _writer.WriteString("expires"u8, HarEntry.FormatTime(time));
                    break;
                case "HTTPONLY":
                    _writer.WriteBoolean("httpOnly"u8, true);
                    break;
                case "SECURE":
                    _writer.WriteBoolean("secure"u8, true);
                    break;
            }
        }

        _writer.WriteEndObject();
    }

    private void WritePostData(HarBody body)
    {
        _writer.WriteStartObject("postData"u8);
        _writer.WriteString("mimeType"u8, body.MediaType);
        if (body.HasContent) WriteBody(body, "_encoding"u8);
        WriteText("comment"u8, body.Comment);
        WriteFields(body.Fields);
        _writer.WriteEndObject();
    }

    private void WriteContent(HarBody body)
    {
        _writer.WriteStartObject("content"u8);
        _writer.WriteNumber("size"u8, body.Size);
        _writer.WriteString("mimeType"u8, body.MediaType);
        if (body.HasContent) WriteBody(body, "encoding"u8);
        WriteText("comment"u8, body.Comment);
        WriteFields(body.Fields);
        _writer.WriteEndObject();
    }

    private void WriteBody(HarBody body, ReadOnlySpan<byte> encoding)
    {
        if (body.IsBinary)
        {
            _writer.WriteBase64String("text"u8, body.RawContent);
            _writer.WriteString(encoding, "base64"u8);
        }
        else
        {
            _writer.WriteString("text"u8, body.RawContent);
        }

        if (body.IsEncoded) _writer.WriteBoolean("_encoded"u8, true);
    }
}
