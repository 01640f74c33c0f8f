using System.Text;

namespace Requests;

/// <summary>Represents what a file of the cache says about a response: the response without its body, and where the body is.</summary>
/// <param name="Response">The response.</param>
/// <param name="IsInline">Whether the body follows in the same file; otherwise it has a file of its own.</param>
internal sealed record CacheHead(StoredResponse Response, bool IsInline)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>Writes the head.</summary>
    /// <param name="stream">Receives the bytes.</param>
    /// <param name="key">The key as it is written: without secrets where others can read the file.</param>
    internal void Write(Stream stream, string key)
    {
        using var writer = new BinaryWriter(stream, Utf8, leaveOpen: true);
        writer.Write(key);
        writer.Write(Response.BodyId.ToByteArray());
        writer.Write(Response.Method);
        writer.Write7BitEncodedInt(Response.StatusCode);
        writer.Write(Response.Reason);
        writer.Write(Response.HttpVersion.ToString());
        writer.Write(Response.RequestTime.UtcTicks);
        writer.Write(Response.ResponseTime.UtcTicks);
        writer.Write7BitEncodedInt64(Response.BodyLength);
        writer.Write7BitEncodedInt(Response.VaryNames.Count);
        foreach (var name in Response.VaryNames) writer.Write(name);
        writer.Write(Response.VaryDigest);
        writer.Write(Response.CredentialsDigest);
        writer.Write(Response.CookiesDigest);
        WriteHeaders(writer, Response.Headers);
        writer.Write(IsInline);
    }

    /// <summary>Reads a head; null when the bytes are not one.</summary>
    /// <param name="stream">The bytes; the stream is left behind the head.</param>
    /// <param name="key">The requested key; null takes the one that is written.</param>
    internal static CacheHead? Read(Stream stream, string? key)
    {
        using var reader = new BinaryReader(stream, Utf8, leaveOpen: true);
        try
        {
            var written = reader.ReadString();
            return ReadRest(reader, key ?? written);
        }
        catch (Exception error) when (error is IOException or FormatException or ArgumentException)
        {
            // The checksum fits, so another version of this module has written the file.
            return null;
        }
    }

    private static CacheHead ReadRest(BinaryReader reader, string key)
    {
        var response = new StoredResponse
        {
            Key = key,
            BodyId = new Guid(reader.ReadBytes(16)),
            Method = reader.ReadString(),
            StatusCode = reader.Read7BitEncodedInt(),
            Reason = reader.ReadString(),
            HttpVersion = ReadVersion(reader.ReadString()),
            RequestTime = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
            ResponseTime = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
            BodyLength = reader.Read7BitEncodedInt64(),
            VaryNames = ReadNames(reader),
            VaryDigest = reader.ReadString(),
            CredentialsDigest = reader.ReadString(),
            CookiesDigest = reader.ReadString(),
            Headers = ReadHeaders(reader),
        };
        return new CacheHead(response, reader.ReadBoolean());
    }

    private static Version ReadVersion(string text) => text switch
    {
        "1.1" => System.Net.HttpVersion.Version11,
        "2.0" => System.Net.HttpVersion.Version20,
        _ => Version.Parse(text),
    };

    private static string[] ReadNames(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        if (count == 0) return [];
        var names = new List<string>();
        for (var i = 0; i < count; i++) names.Add(reader.ReadString());
        return names.ToArray();
    }

    private static void WriteHeaders(BinaryWriter writer, HeaderDictionary headers)
    {
        writer.Write7BitEncodedInt(headers.Fields.Length);
        foreach (var field in headers.Fields)
        {
            var values = field.All;
            writer.Write(field.Name);
            writer.Write7BitEncodedInt(values.Count);
            foreach (var value in values) writer.Write(value);
        }
    }

    private static HeaderDictionary ReadHeaders(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        var headers = new HeaderDictionary(Math.Clamp(count, 0, 64));
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadString();
            for (var values = reader.Read7BitEncodedInt(); values > 0; values--) headers.Append(name, reader.ReadString());
        }

        return headers;
    }
}
