using System.Text.Json;

namespace Requests;

/// <summary>Reads the entries of an archive from their JSON.</summary>
/// <remarks>
/// HAR 1.2. Browsers and proxies leave fields out or write null, so only a method and a URL are needed. A field of another type is an
/// error.
/// </remarks>
internal sealed partial class HarEntryReader
{
    /// <summary>Reads the value of a field, where its name is known.</summary>
    /// <param name="reader">The reader, at the name.</param>
    /// <param name="entries">The reader of entries.</param>
    /// <returns>False when the name is not known; nothing is read then.</returns>
    internal delegate bool FieldReader(ref Utf8JsonReader reader, HarEntryReader entries);

    private delegate bool FieldReader<T>(ref Utf8JsonReader reader, HarEntryReader entries, T target);

    private readonly HarStrings _strings = new();
    private HarInput _input = null!;
    private ReadOnlyMemory<byte> _json;

    // The parts of the body that is read: its text can come before its encoding and its media type.
    private byte[]? _text;
    private bool _isBase64;
    private List<KeyValuePair<string, string>>? _pairs;

    /// <summary>Reads an entry.</summary>
    /// <param name="json">The entry.</param>
    /// <param name="input">The input that it was read from, for errors.</param>
    /// <exception cref="HarFormatException">A field has a wrong value, or the method or the URL is missing.</exception>
    internal HarEntry Read(ReadOnlyMemory<byte> json, HarInput input)
    {
        (_json, _input) = (json, input);
        var entry = new HarEntry();
        var reader = CreateReader();
        entry.Fields = ReadObject(ref reader, "", entry, static (ref Utf8JsonReader reader, HarEntryReader self, HarEntry entry) =>
            self.ReadEntryField(ref reader, entry));
        if (entry.Request.Method.Length == 0) throw Error("request.method is missing", 0);
        if (entry.Request.Url.Length == 0) throw Error("request.url is missing", 0);
        return entry;
    }

    /// <summary>Reads an object that is not of an entry.</summary>
    /// <param name="json">The object.</param>
    /// <param name="input">The input that it was read from, for errors.</param>
    /// <param name="path">The name of the object.</param>
    /// <param name="read">Reads a field.</param>
    internal void ReadObject(ReadOnlyMemory<byte> json, HarInput input, string path, FieldReader read)
    {
        (_json, _input) = (json, input);
        var reader = CreateReader();
        ReadObject(ref reader, path, read, static (ref Utf8JsonReader reader, HarEntryReader self, FieldReader read) =>
            read(ref reader, self));
    }

    /// <summary>Reads a text that is not of an entry.</summary>
    /// <param name="json">The value.</param>
    /// <param name="input">The input that it was read from, for errors.</param>
    /// <param name="path">The name of the field.</param>
    /// <returns>The text; null for null.</returns>
    internal string? ReadText(ReadOnlyMemory<byte> json, HarInput input, string path)
    {
        (_json, _input) = (json, input);
        var reader = CreateReader();
        return GetText(ref reader, path);
    }

    private Utf8JsonReader CreateReader()
    {
        var reader = new Utf8JsonReader(_json.Span, new JsonReaderOptions { MaxDepth = HarInput.MaximumDepth });
        reader.Read();
        return reader;
    }

    /// <summary>Reads the fields of an object. Null is an object without fields.</summary>
    /// <returns>The fields whose names are not known.</returns>
    private List<HarField> ReadObject<T>(ref Utf8JsonReader reader, string path, T target, FieldReader<T> read)
    {
        List<HarField>? unknown = null;
        if (reader.TokenType == JsonTokenType.Null) return [];
        if (reader.TokenType != JsonTokenType.StartObject) throw WrongType(ref reader, path, "an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (read(ref reader, this, target)) continue;
            var name = GetText(ref reader);
            reader.Read();
            var from = (int)reader.TokenStartIndex;
            reader.Skip();
            (unknown ??= []).Add(new HarField(name, _json[from..(int)reader.BytesConsumed].ToArray()));
        }

        return unknown ?? [];
    }

    private bool ReadEntryField(ref Utf8JsonReader reader, HarEntry entry)
    {
        if (Is(ref reader, "startedDateTime"u8)) entry.StartedDateTime = ReadText(ref reader, "startedDateTime") ?? "";
        else if (Is(ref reader, "time"u8)) entry.Time = ReadNumber(ref reader, "time", 0);
        else if (Is(ref reader, "request"u8)) ReadRequest(ref reader, entry.Request);
        else if (Is(ref reader, "response"u8)) ReadResponse(ref reader, entry.Response);
        else if (Is(ref reader, "cache"u8)) entry.CacheFields = ReadCache(ref reader);
        else if (Is(ref reader, "timings"u8)) entry.Timings = ReadTimings(ref reader);
        else if (Is(ref reader, "serverIPAddress"u8)) entry.ServerIPAddress = ReadText(ref reader, "serverIPAddress");
        else if (Is(ref reader, "connection"u8)) entry.Connection = ReadText(ref reader, "connection");
        else if (Is(ref reader, "comment"u8)) entry.Comment = ReadText(ref reader, "comment");
        else if (Is(ref reader, "_fromCache"u8)) entry.FromCache = ReadText(ref reader, "_fromCache");
        else if (Is(ref reader, "_error"u8)) ReadError(ref reader, entry);
        else return false;
        return true;
    }

    private List<HarField> ReadCache(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ReadObject(ref reader, "cache", this, static (ref Utf8JsonReader _, HarEntryReader _, HarEntryReader _) => false);
    }

    private void ReadError(ref Utf8JsonReader reader, HarEntry entry)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType == JsonTokenType.String)
        {
            // The text of a browser.
            entry.Response.BrowserError = GetText(ref reader);
            return;
        }

        entry.Error = new HarError();
        ReadObject(ref reader, "_error", entry.Error, static (ref Utf8JsonReader reader, HarEntryReader self, HarError error) =>
        {
            if (self.Is(ref reader, "type"u8)) error.Type = self.ReadText(ref reader, "_error.type") ?? "";
            else if (self.Is(ref reader, "message"u8)) error.Message = self.ReadText(ref reader, "_error.message") ?? "";
            else if (self.Is(ref reader, "phase"u8)) error.Phase = self.ReadText(ref reader, "_error.phase") ?? "";
            else return false;
            return true;
        });
    }

    private HarTimings ReadTimings(ref Utf8JsonReader reader)
    {
        reader.Read();
        double[] times = [-1, -1, -1, -1, 0, 0, 0];
        var fields = ReadObject(ref reader, "timings", times, static (ref Utf8JsonReader reader, HarEntryReader self, double[] times) =>
        {
            if (self.Is(ref reader, "blocked"u8)) times[0] = self.ReadNumber(ref reader, "timings.blocked", -1);
            else if (self.Is(ref reader, "dns"u8)) times[1] = self.ReadNumber(ref reader, "timings.dns", -1);
            else if (self.Is(ref reader, "connect"u8)) times[2] = self.ReadNumber(ref reader, "timings.connect", -1);
            else if (self.Is(ref reader, "ssl"u8)) times[3] = self.ReadNumber(ref reader, "timings.ssl", -1);
            else if (self.Is(ref reader, "send"u8)) times[4] = self.ReadNumber(ref reader, "timings.send", 0);
            else if (self.Is(ref reader, "wait"u8)) times[5] = self.ReadNumber(ref reader, "timings.wait", 0);
            else if (self.Is(ref reader, "receive"u8)) times[6] = self.ReadNumber(ref reader, "timings.receive", 0);
            else return false;
            return true;
        });
        return new HarTimings(times[0], times[1], times[2], times[3], times[4], times[5], times[6]) { Fields = fields };
    }
}
