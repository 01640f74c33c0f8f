using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>
/// Represents the file beside a cassette that receives each entry as soon as it was recorded. It is deleted when the cassette is saved.
/// After a process was killed it has what was recorded. The file is locked while its process records.
/// </summary>
internal sealed class CassetteJournal : IDisposable
{
    private const string Ending = ".recording";
    private const string Title = "requests-cassette 1 ";

    // A journal is read by the version that wrote it or a later one. A line that is longer is not one of a journal.
    private const int LongestLine = 100;

    private readonly FileStream _stream;

    private CassetteJournal(FileStream stream) => _stream = stream;

    /// <summary>Gets the path of the file.</summary>
    internal string Path => _stream.Name;

    /// <summary>Gets a value that indicates whether the recording was to replace the entries of the cassette.</summary>
    internal bool Replaces { get; private init; }

    /// <summary>Gets the entries that a journal of an earlier process has, in the order in which their requests were sent.</summary>
    internal IReadOnlyList<HarEntry> Entries { get; private init; } = [];

    /// <summary>Creates a journal.</summary>
    /// <param name="cassette">The path of the cassette.</param>
    /// <param name="mode">The mode of the recording.</param>
    internal static CassetteJournal Create(string cassette, CassetteMode mode)
    {
        if (System.IO.Path.GetDirectoryName(cassette) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var path = AtomicFile.PathBeside(cassette, $".{Guid.NewGuid().ToString("N")[..8]}{Ending}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        FileReplacement.KeepPrivate(options);
        var stream = new FileStream(path, options);
        var journal = new CassetteJournal(stream) { Replaces = mode == CassetteMode.All };
        try
        {
            stream.Write(Encoding.UTF8.GetBytes($"{Title}{mode}\n"));
            return journal;
        }
        catch
        {
            journal.Delete();
            throw;
        }
    }

    /// <summary>Returns the journals that earlier processes left beside a cassette. They stay locked until they are disposed.</summary>
    /// <param name="cassette">The path of the cassette.</param>
    /// <param name="readsOnly">Whether other processes may read them, too, because this one does not delete them.</param>
    internal static List<CassetteJournal> FindAbandoned(string cassette, bool readsOnly)
    {
        var found = new List<CassetteJournal>();
        var folder = System.IO.Path.GetDirectoryName(cassette);
        if (folder is null || !Directory.Exists(folder)) return found;
        var start = System.IO.Path.GetFileName(cassette) + ".";
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetFileName(path);
            if (!name.StartsWith(start, StringComparison.Ordinal) || !name.EndsWith(Ending, StringComparison.Ordinal)) continue;
            if (name.Length != start.Length + 8 + Ending.Length || TryOpen(path, readsOnly) is not { } journal) continue;
            if (journal.Entries.Count > 0) found.Add(journal);
            else if (readsOnly) journal.Dispose();
            else journal.Delete();
        }

        return found;
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Writes an entry.</summary>
    /// <param name="sequence">The position of its request among those that were sent.</param>
    /// <param name="archive">The entry as an archive in UTF-8.</param>
    internal void Append(int sequence, byte[] archive)
    {
        using var record = new MemoryStream();
        record.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{sequence} {archive.Length}\n")));
        record.Write(archive);
        record.WriteByte((byte)'\n');

        // What a full disk took of a record is removed, so that later records can be read.
        var before = _stream.Position;
        try
        {
            _stream.Write(record.GetBuffer().AsSpan(0, (int)record.Length));
        }
        catch (IOException)
        {
            _stream.SetLength(before);
            _stream.Position = before;
            throw;
        }
    }

    /// <summary>Closes and deletes the file.</summary>
    internal void Delete()
    {
        // Deleted before it is closed where the system allows it, so that no other process finds it unlocked.
        if (!OperatingSystem.IsWindows()) File.Delete(Path);
        _stream.Dispose();
        if (OperatingSystem.IsWindows()) File.Delete(Path);
    }

    private static CassetteJournal? TryOpen(string path, bool readsOnly)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, readsOnly ? FileShare.Read : FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A process records to it, or has just deleted it.
            return null;
        }

        if (ReadLine(stream) is not { } title || !title.StartsWith(Title, StringComparison.Ordinal))
        {
            stream.Dispose();
            return null;
        }

        var replaces = title.EndsWith(nameof(CassetteMode.All), StringComparison.Ordinal);
        return new CassetteJournal(stream) { Replaces = replaces, Entries = Read(stream) };
    }

    /// <summary>Reads the records up to the first that is not complete.</summary>
    private static HarEntry[] Read(FileStream stream)
    {
        var entries = new SortedDictionary<int, HarEntry>();
        while (ReadLine(stream)?.Split(' ') is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length < stream.Length - stream.Position)
        {
            var archive = new byte[length];
            stream.ReadExactly(archive);
            try
            {
                entries[sequence] = HarReader.Read(new MemoryStream(archive, writable: false)).Entries[0];
            }
            catch (RequestException)
            {
                break;
            }

            stream.ReadByte();
        }

        return [.. entries.Values];
    }

    private static string? ReadLine(FileStream stream)
    {
        var line = new StringBuilder();
        while (line.Length <= LongestLine && stream.ReadByte() is >= 0 and var next)
        {
            if (next == '\n') return line.ToString();
            line.Append((char)next);
        }

        return null;
    }
}
