using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Requests;

/// <content>Reads requests, responses, headers and bodies.</content>
internal sealed partial class HarEntryReader
{
    private void ReadRequest(ref Utf8JsonReader reader, HarRequest request)
    {
        reader.Read();
        request.Fields = ReadObject(
            ref reader,
            "request",
            request,
            static (ref Utf8JsonReader reader, HarEntryReader self, HarRequest to) => self.ReadRequestField(ref reader, to));
    }

    private bool ReadRequestField(ref Utf8JsonReader reader, HarRequest request)
    {
        if (Is(ref reader, "method"u8)) request.Method = ReadText(ref reader, "request.method") ?? "";
        else if (Is(ref reader, "url"u8)) request.Url = ReadText(ref reader, "request.url") ?? "";
        else if (Is(ref reader, "httpVersion"u8)) request.HttpVersion = ReadText(ref reader, "request.httpVersion") ?? "";
        else if (Is(ref reader, "headers"u8)) request.Headers = ReadHeaders(ref reader, "request.headers");
        else if (Is(ref reader, "postData"u8)) request.Body = ReadPostData(ref reader);
        else if (Is(ref reader, "headersSize"u8)) request.HeadersSize = ReadSize(ref reader, "request.headersSize");
        else if (Is(ref reader, "bodySize"u8)) request.BodySize = ReadSize(ref reader, "request.bodySize");
        else if (Is(ref reader, "cookies"u8) || Is(ref reader, "queryString"u8)) SkipList(ref reader);
        else return false;
        return true;
    }

    private void ReadResponse(ref Utf8JsonReader reader, HarResponse response)
    {
        reader.Read();
        response.Fields = ReadObject(
            ref reader,
            "response",
            response,
            static (ref Utf8JsonReader reader, HarEntryReader self, HarResponse to) => self.ReadResponseField(ref reader, to));
    }

    private bool ReadResponseField(ref Utf8JsonReader reader, HarResponse response)
    {
        if (Is(ref reader, "status"u8)) response.Status = ReadStatus(ref reader);
        else if (Is(ref reader, "statusText"u8)) response.StatusText = ReadText(ref reader, "response.statusText") ?? "";
        else if (Is(ref reader, "httpVersion"u8)) response.HttpVersion = ReadText(ref reader, "response.httpVersion") ?? "";
        else if (Is(ref reader, "headers"u8)) response.Headers = ReadHeaders(ref reader, "response.headers");
        else if (Is(ref reader, "_trailers"u8)) response.Trailers = ReadHeaders(ref reader, "response._trailers");
        else if (Is(ref reader, "content"u8)) response.Body = ReadContent(ref reader);
        else if (Is(ref reader, "headersSize"u8)) response.HeadersSize = ReadSize(ref reader, "response.headersSize");
        else if (Is(ref reader, "bodySize"u8)) response.BodySize = ReadSize(ref reader, "response.bodySize");
        else if (Is(ref reader, "_error"u8)) response.BrowserError = ReadText(ref reader, "response._error");
        else if (Is(ref reader, "cookies"u8) || Is(ref reader, "redirectURL"u8)) SkipList(ref reader);
        else return false;
        return true;
    }

    // The value is in the headers or the URL, too.
    private static void SkipList(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private int ReadStatus(ref Utf8JsonReader reader)
    {
        var status = ReadNumber(ref reader, "response.status", 0);
        return status is >= 0 and <= 999 && status == Math.Floor(status)
            ? (int)status
            : throw Error("response.status is not 0 or a status code", (int)reader.TokenStartIndex);
    }

    private HeaderDictionary ReadHeaders(ref Utf8JsonReader reader, string path)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in ReadPairs(ref reader, path))
        {
            // Chrome joins the values of several fields by line feeds.
            if (!value.Contains('\n', StringComparison.Ordinal)) headers.Append(name, value);
            else foreach (var line in value.Split('\n')) headers.Append(name, line.TrimEnd('\r'));
        }

        return headers;
    }

    private List<KeyValuePair<string, string>> ReadPairs(ref Utf8JsonReader reader, string path)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return pairs;
        if (reader.TokenType != JsonTokenType.StartArray) throw WrongType(ref reader, path, "a list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw WrongType(ref reader, $"{path}[{pairs.Count}]", "an object");
            string? name = null;
            var value = "";
            var at = (int)reader.TokenStartIndex;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (Is(ref reader, "name"u8)) name = ReadText(ref reader, $"{path}.name");
                else if (Is(ref reader, "value"u8)) value = ReadText(ref reader, $"{path}.value") ?? "";
                else SkipList(ref reader);
            }

            pairs.Add(KeyValuePair.Create(name ?? throw Error($"{path}[{pairs.Count}].name is missing", at), value));
        }

        return pairs;
    }

    private HarBody? ReadPostData(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        var body = new HarBody();
        ReadBody(ref reader, "request.postData", body);
        if (_text is null && _pairs is { Count: > 0 } && MediaTypes.IsForm(body.MediaType)) body.Text = EncodeForm(_pairs);
        return body;
    }

    private static string EncodeForm(List<KeyValuePair<string, string>> pairs) =>
        QueryEncoder.Encode(pairs.Select(static pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value)));

    private HarBody ReadContent(ref Utf8JsonReader reader)
    {
        reader.Read();
        var body = new HarBody();
        ReadBody(ref reader, "response.content", body);
        return body;
    }

    private void ReadBody(ref Utf8JsonReader reader, string path, HarBody body)
    {
        (_text, _isBase64, _pairs) = (null, false, null);
        var at = (int)reader.TokenStartIndex;
        body.Fields = ReadObject(ref reader, path, body, static (ref Utf8JsonReader reader, HarEntryReader self, HarBody body) =>
        {
            if (self.Is(ref reader, "mimeType"u8)) body.MediaType = self.ReadText(ref reader, "mimeType") ?? "";
            else if (self.Is(ref reader, "text"u8)) self._text = self.ReadUtf8(ref reader);
            else if (self.Is(ref reader, "size"u8)) body.Size = self.ReadSize(ref reader, "content.size");
            else if (self.Is(ref reader, "comment"u8)) body.Comment = self.ReadText(ref reader, "comment");
            else if (self.Is(ref reader, "params"u8)) self._pairs = self.ReadPairs(ref reader, "postData.params");
            else if (self.Is(ref reader, "encoding"u8) || self.Is(ref reader, "_encoding"u8)) self.ReadEncoding(ref reader);
            else if (self.Is(ref reader, "_encoded"u8)) body.IsEncoded = self.ReadFlag(ref reader, "_encoded");
            else if (self.Is(ref reader, "compression"u8)) SkipList(ref reader);
            else return false;
            return true;
        });
        if (_text is null) return;
        if (!_isBase64) body.SetText(_text);
        else if (Base64.DecodeFromUtf8InPlace(_text, out var length) == OperationStatus.Done) body.SetBinary(_text[..length]);
        else throw Error($"{path}.text is not Base64", at);
        _text = null;
    }

    private void ReadEncoding(ref Utf8JsonReader reader) =>
        _isBase64 = "base64".Equals(ReadText(ref reader, "encoding"), StringComparison.OrdinalIgnoreCase);

    private byte[]? ReadUtf8(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.String) throw WrongType(ref reader, "text", "a text");
        if (!reader.ValueIsEscaped)
        {
            return System.Text.Unicode.Utf8.IsValid(reader.ValueSpan) ? reader.ValueSpan.ToArray() : throw NotUtf8(ref reader, cause: null);
        }

        // JSON has at most six bytes for a character, so the text is never longer than its JSON.
        var buffer = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return buffer[..reader.CopyString(buffer)];
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            return Encoding.UTF8.GetBytes(GetText(ref reader));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
