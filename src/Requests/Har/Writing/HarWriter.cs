using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Requests;

/// <summary>Writes HTTP archives with an indentation of two spaces and line feeds. The same entries always give the same bytes.</summary>
/// <remarks>HAR 1.2. Fields that are not of the format begin with an underscore.</remarks>
internal sealed partial class HarWriter : IDisposable
{
    /// <summary>The name of the application in the archives that this library creates.</summary>
    internal const string DefaultCreator = "Requests for PowerShell";

    private static readonly HarWriterOptions Defaults = new();

    private readonly Stream _stream;
    private readonly HarWriterOptions _options;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;

    private HarWriter(Stream stream, HarWriterOptions options)
    {
        _stream = stream;
        _options = options;
        _writer = new Utf8JsonWriter(
            _buffer,
            new JsonWriterOptions
            {
                Indented = true,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                MaxDepth = HarInput.MaximumDepth,
                SkipValidation = true,
            });
    }

    /// <summary>Writes an archive. Memory holds one of its entries at a time.</summary>
    /// <param name="stream">The stream to write to, in UTF-8 without a byte order mark. It is not closed.</param>
    /// <param name="archive">The archive; its version is written as 1.2.</param>
    /// <param name="options">How it is written, or null for the defaults.</param>
    internal static void Write(Stream stream, HarArchive archive, HarWriterOptions? options = null)
    {
        using var writer = new HarWriter(stream, options ?? Defaults);
        writer.WriteLog(archive, archive.Entries);
    }

    /// <summary>Writes an archive of entries that are created while it is written. Memory holds one of them at a time.</summary>
    /// <param name="stream">The stream to write to, as above.</param>
    /// <param name="entries">The entries in their order.</param>
    /// <param name="version">The version of the module.</param>
    /// <param name="options">How it is written, or null for the defaults.</param>
    internal static void Write(Stream stream, IEnumerable<HarEntry> entries, string version, HarWriterOptions? options = null)
    {
        using var writer = new HarWriter(stream, options ?? Defaults);
        writer.WriteLog(new HarArchive { CreatorVersion = version }, entries);
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void WriteLog(HarArchive archive, IEnumerable<HarEntry> entries)
    {
        _writer.WriteStartObject();
        _writer.WriteStartObject("log"u8);
        _writer.WriteString("version"u8, "1.2"u8);
        _writer.WriteStartObject("creator"u8);
        _writer.WriteString("name"u8, archive.CreatorName);
        _writer.WriteString("version"u8, archive.CreatorVersion);
        _writer.WriteEndObject();
        WriteFields(archive.Fields);
        _writer.WriteStartArray("entries"u8);
        foreach (var entry in entries)
        {
            WriteEntry(entry);
            Flush();
        }

        _writer.WriteEndArray();
        _writer.WriteEndObject();
        _writer.WriteEndObject();
        Flush();
        _stream.WriteByte((byte)'\n');
    }

    /// <summary>
    /// Writes what is in the buffer to the stream. The writer of JSON ends lines as the system does, but the archive is the same on all
    /// systems. A carriage return in a text is escaped, so each one in the buffer is part of the end of a line.
    /// </summary>
    private void Flush()
    {
        _writer.Flush();
        var rest = _buffer.WrittenSpan;
        while (rest.IndexOf((byte)'\r') is >= 0 and var at)
        {
            _stream.Write(rest[..at]);
            rest = rest[(at + 1)..];
        }

        _stream.Write(rest);
        _buffer.ResetWrittenCount();
    }

    private void WriteEntry(HarEntry entry)
    {
        var isStable = _options.StableTimes;
        _writer.WriteStartObject();
        _writer.WriteString("startedDateTime"u8, isStable ? HarEntry.FormatTime(DateTimeOffset.UnixEpoch) : entry.StartedDateTime);
        _writer.WriteNumber("time"u8, isStable ? 0 : entry.Time);
        WriteRequest(entry.Request);
        WriteResponse(entry.Response);
        _writer.WriteStartObject("cache"u8);
        WriteFields(entry.CacheFields);
        _writer.WriteEndObject();
        WriteTimings(isStable ? HarTimings.None : entry.Timings);
        if (!isStable)
        {
            WriteText("serverIPAddress"u8, entry.ServerIPAddress);
            WriteText("connection"u8, entry.Connection);
        }

        WriteText("comment"u8, entry.Comment);
        WriteText("_fromCache"u8, entry.FromCache);
        WriteError(entry.Error);
        foreach (var field in entry.Fields)
        {
            if (!isStable || !HarRecorder.DescribesConnection(field.Name)) WriteField(field);
        }

        _writer.WriteEndObject();
    }

    private void WriteError(HarError? error)
    {
        if (error is null) return;
        _writer.WriteStartObject("_error"u8);
        _writer.WriteString("type"u8, error.Type);
        _writer.WriteString("message"u8, error.Message);
        _writer.WriteString("phase"u8, error.Phase);
        _writer.WriteEndObject();
    }

    private void WriteTimings(HarTimings timings)
    {
        _writer.WriteStartObject("timings"u8);
        _writer.WriteNumber("blocked"u8, timings.Blocked);
        _writer.WriteNumber("dns"u8, timings.Dns);
        _writer.WriteNumber("connect"u8, timings.Connect);
        _writer.WriteNumber("ssl"u8, timings.Ssl);
        _writer.WriteNumber("send"u8, timings.Send);
        _writer.WriteNumber("wait"u8, timings.Wait);
        _writer.WriteNumber("receive"u8, timings.Receive);
        WriteFields(timings.Fields);
        _writer.WriteEndObject();
    }

    private void WriteText(ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null) _writer.WriteString(name, text);
    }

    private void WriteFields(IReadOnlyList<HarField> fields)
    {
        foreach (var field in fields) WriteField(field);
    }

    private void WriteField(HarField field)
    {
        _writer.WritePropertyName(field.Name);
        _writer.WriteRawValue(field.Json, skipInputValidation: true);
    }
}
