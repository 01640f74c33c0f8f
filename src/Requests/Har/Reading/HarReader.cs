using System.Text.Json;

namespace Requests;

/// <summary>
/// Reads HTTP archives: those of this library, of browsers and of proxies. Memory holds the part of the file that one entry needs.
/// </summary>
/// <remarks>HAR 1.2 and 1.1.</remarks>
internal sealed class HarReader
{
    private readonly HarInput _input;
    private readonly HarEntryReader _entries = new();
    private readonly HarArchive _archive = new();
    private bool _hasEntries;

    private HarReader(Stream stream) => _input = new HarInput(stream);

    /// <summary>Reads an archive into memory.</summary>
    /// <param name="stream">The stream, in UTF-8 with or without a byte order mark. It is read once, to its end, and not closed.</param>
    /// <exception cref="HarFormatException">It is not an archive, is cut off, has a wrong field, or has another version.</exception>
    internal static HarArchive Read(Stream stream)
    {
        var reader = new HarReader(stream);
        reader._archive.Entries.AddRange(reader.ReadAll());
        return reader._archive;
    }

    /// <summary>Reads an archive entry by entry. Memory holds one of them at a time.</summary>
    /// <param name="stream">The stream, as for <see cref="Read"/>.</param>
    /// <exception cref="HarFormatException">As for <see cref="Read"/>; also after some entries were returned.</exception>
    internal static IEnumerable<HarEntry> ReadEntries(Stream stream) => new HarReader(stream).ReadAll();

    private IEnumerable<HarEntry> ReadAll()
    {
        var hasLog = false;
        _input.SkipMark();
        if (_input.ReadToken() != JsonTokenType.StartObject) throw _input.Error("The file is not an HTTP archive: it is not a JSON object");
        while (_input.ReadName() is { } name)
        {
            if (name != "log")
            {
                _input.ReadValue();
                continue;
            }

            if (hasLog) throw _input.Error("The archive has two logs");
            hasLog = true;
            if (_input.ReadToken() != JsonTokenType.StartObject) throw _input.Error("The archive's log is not an object");
            foreach (var entry in ReadLog()) yield return entry;
        }

        if (!hasLog) throw _input.Error("The file is not an HTTP archive: it has no log");
        _input.ReadToEnd();
    }

    private IEnumerable<HarEntry> ReadLog()
    {
        var fields = new List<HarField>();
        while (_input.ReadName() is { } name)
        {
            if (name != "entries")
            {
                ReadField(name, fields);
                continue;
            }

            if (_hasEntries) throw _input.Error("The archive has two lists of entries");
            _hasEntries = true;
            if (_input.ReadToken() != JsonTokenType.StartArray) throw _input.Error("The archive's entries are not a list");
            for (_input.Entry = 1; _input.TryReadItem(out var json); _input.Entry++) yield return _entries.Read(json, _input);
            _input.Entry = null;
        }

        if (!_hasEntries) throw _input.Error("The archive has no entries");
        _archive.Fields = fields;
    }

    private void ReadField(string name, List<HarField> fields)
    {
        var json = _input.ReadValue();
        switch (name)
        {
            case "version":
                _archive.Version = ReadVersion(json);
                break;
            case "creator":
                (_archive.CreatorName, _archive.CreatorVersion) = ReadCreator(json);
                break;
            default:
                fields.Add(new HarField(name, json.ToArray()));
                break;
        }
    }

    // An archive without a version is one of 1.1. A number is not what the format says, and is unambiguous.
    private string ReadVersion(ReadOnlyMemory<byte> json)
    {
        var version = _entries.ReadText(json, _input, "version") ?? "";
        if (version is "" or "1" || version.StartsWith("1.", StringComparison.Ordinal)) return version.Length > 0 ? version : "1.1";
        throw _input.Error(
            $"The archive has version {(version.Length <= 10 ? version : "of more than 10 characters")} of the format; "
                + "versions 1.1 and 1.2 can be read");
    }

    private (string Name, string Version) ReadCreator(ReadOnlyMemory<byte> json)
    {
        var (name, version) = ("", "");
        _entries.ReadObject(json, _input, "creator", (ref Utf8JsonReader reader, HarEntryReader entries) =>
        {
            if (entries.Is(ref reader, "name"u8)) name = entries.ReadText(ref reader, "creator.name") ?? "";
            else if (entries.Is(ref reader, "version"u8)) version = entries.ReadText(ref reader, "creator.version") ?? "";
            else return false;
            return true;
        });
        return (name, version);
    }
}
