using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Represents the file of a cassette. Entries are written to a journal as they are recorded; saving joins them with the file, which is
/// replaced as a whole. Several processes can record to the same file: each adds its entries. Not safe for several threads at the same
/// time.
/// </summary>
internal sealed class CassetteFile : IDisposable
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);

    private readonly CassetteOptions _options;
    private readonly CassetteKeyFactory _keys;
    private readonly HarWriterOptions _writing;
    private readonly List<CassetteJournal> _abandoned;
    private readonly SortedDictionary<int, HarEntry> _unsaved = [];
    private CassetteJournal? _journal;
    private (DateTime Written, long Length)? _replaced;
    private bool _replaces;

    private CassetteFile(string path, CassetteOptions options, CassetteKeyFactory keys)
    {
        Path = path;
        _options = options;
        _keys = keys;
        _writing = new HarWriterOptions { SortHeaders = true, StableTimes = options.StableTimes };
        _replaces = options.Mode == CassetteMode.All;
        _replaced = GetStamp();
        _abandoned = CassetteJournal.FindAbandoned(path, options.Mode == CassetteMode.None);
        Exists = GetStamp() is { Length: > 0 };
        Archive = Exists ? Read() : new HarArchive();
        Recover(Archive);
    }

    /// <summary>Gets the full path of the file.</summary>
    internal string Path { get; }

    /// <summary>Gets a value that indicates whether the file existed and was not empty when it was opened.</summary>
    internal bool Exists { get; }

    /// <summary>Gets a value that indicates whether an earlier recording was cut off. Its entries are among those of the archive.</summary>
    internal bool IsUnfinished => _abandoned.Count > 0;

    /// <summary>Gets the entries that the file had when it was opened, with those of recordings that were cut off.</summary>
    internal HarArchive Archive { get; }

    /// <summary>Opens a cassette.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="options">The settings.</param>
    /// <param name="keys">Creates the keys of entries.</param>
    /// <exception cref="CassetteException">
    /// The file cannot be read, is not an archive or, where nothing is recorded, does not exist.
    /// </exception>
    internal static CassetteFile Open(string path, CassetteOptions options, CassetteKeyFactory keys)
    {
        try
        {
            var file = new CassetteFile(path, options, keys);
            if (file.Exists || file.IsUnfinished || options.Mode != CassetteMode.None) return file;
            file.Dispose();
            throw new CassetteException($"There is no cassette '{path}': record it with another mode than None.");
        }
        catch (HarFormatException error)
        {
            throw new CassetteException($"The cassette '{path}' cannot be replayed: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CassetteException($"The cassette '{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Creates the journal, so that a file that cannot be written is noticed before a request is sent.</summary>
    /// <exception cref="CassetteException">The folder cannot be written.</exception>
    internal void PrepareRecording() => Guard(() => _journal ??= CassetteJournal.Create(Path, _options.Mode));

    /// <summary>Writes an entry to the journal. It is kept for saving even where that fails.</summary>
    /// <param name="sequence">The position of its request among those that were sent.</param>
    /// <param name="entry">The entry.</param>
    /// <exception cref="CassetteException">The journal cannot be written.</exception>
    internal void Append(int sequence, HarEntry entry)
    {
        _unsaved[sequence] = entry;
        PrepareRecording();
        Guard(() => _journal!.Append(sequence, Serialize(entry)));
    }

    /// <summary>Joins what was recorded with the file and replaces it. Does nothing where nothing was recorded.</summary>
    /// <exception cref="CassetteException">
    /// The file cannot be written. The journal stays and is joined when the cassette is next used.
    /// </exception>
    internal void Save()
    {
        if (_options.Mode == CassetteMode.None) return;
        if (_unsaved.Count == 0 && _abandoned.Count == 0)
        {
            // A recording that has begun without a result leaves nothing behind.
            Guard(() => _journal?.Delete());
            _journal = null;
            return;
        }

        Guard(() =>
        {
            using var mutex = new Mutex(initiallyOwned: false, GetMutexName());
            Enter(mutex);
            try
            {
                Replace();
            }
            finally
            {
                mutex.ReleaseMutex();
            }
        });
    }

    public void Dispose()
    {
        CloseJournal();
        foreach (var journal in _abandoned) journal.Dispose();
    }

    /// <summary>Returns whether an entry has what the server sent, and not a body that the caller stopped to read.</summary>
    private static bool IsComplete(HarEntry entry) => entry.Error?.Type != nameof(CassetteException);

    private void CloseJournal()
    {
        try
        {
            if (!_unsaved.Values.Any(IsComplete)) _journal?.Delete();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A journal without entries is ignored, and deleted when the cassette is next used.
        }
        finally
        {
            _journal?.Dispose();
        }
    }

    private void Replace()
    {
        // Another process may have added entries since the file was opened.
        var archive = GetStamp() is { Length: > 0 } ? Read() : new HarArchive { CreatorVersion = GetVersion() };
        Recover(archive);
        if (_unsaved.Count > 0 && _replaces && _replaced == GetStamp()) archive.Entries.Clear();
        archive.Entries.AddRange(_unsaved.Values);
        if (System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        PrivateFile.WriteAsync(Path, stream => HarWriter.Write(stream, archive, _writing), force: false, CancellationToken.None)
            .GetAwaiter().GetResult();
        _replaces = false;
        _unsaved.Clear();
        foreach (var journal in _abandoned) journal.Delete();
        _abandoned.Clear();
        _journal?.Delete();
        _journal = null;
    }

    /// <summary>Adds the entries of recordings that were cut off.</summary>
    private void Recover(HarArchive archive)
    {
        foreach (var journal in _abandoned)
        {
            // A body that was read in part when its script failed is requested anew.
            List<HarEntry> complete = [.. journal.Entries.Where(IsComplete)];
            if (EndsWith(archive.Entries, journal.Entries) || EndsWith(archive.Entries, complete)) continue;
            if (journal.Replaces)
            {
                var renewed = complete.Select(entry => _keys.Create(entry.Request)).ToHashSet();
                archive.Entries.RemoveAll(entry => renewed.Contains(_keys.Create(entry.Request)));
            }

            archive.Entries.AddRange(complete);
        }
    }

    /// <summary>
    /// Returns whether the file has the entries of a journal already: the process was killed after it replaced the file, and before it
    /// deleted the journal.
    /// </summary>
    private bool EndsWith(List<HarEntry> entries, IReadOnlyList<HarEntry> last) =>
        last.Count <= entries.Count
        && entries.Skip(entries.Count - last.Count).Zip(last)
            .All(pair => Serialize(pair.First).AsSpan().SequenceEqual(Serialize(pair.Second)));

    private byte[] Serialize(HarEntry entry)
    {
        var archive = new HarArchive();
        archive.Entries.Add(entry);
        using var stream = new MemoryStream();
        HarWriter.Write(stream, archive, _writing);
        return stream.ToArray();
    }

    private HarArchive Read()
    {
        using var stream = new FileStream(
            Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        return HarReader.Read(stream);
    }

    private (DateTime Written, long Length)? GetStamp()
    {
        if (Directory.Exists(Path)) throw new IOException("it is a folder.");
        var file = new FileInfo(Path);

        // The length of a link is that of its text.
        if (file.LinkTarget is not null) file = (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
    }

    private static string GetVersion() => typeof(CassetteFile).Assembly.GetName().Version!.ToString(3);

    private string GetMutexName()
    {
        var path = OperatingSystem.IsWindows() ? Path.ToUpperInvariant() : Path;
        return $"Global\\Requests.Cassette.{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..32]}";
    }

    private static void Enter(Mutex mutex)
    {
        try
        {
            if (!mutex.WaitOne(LockTimeout)) throw new IOException("another process has been writing it for 30 seconds.");
        }
        catch (AbandonedMutexException)
        {
            // Its process was killed. The file is whole, because it is replaced as a whole.
        }
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OutputFileException or NotSupportedException)
        {
            var kept = _journal is null ? "" : $" What was recorded is kept in '{_journal.Path}'.";
            throw new CassetteException($"The cassette '{Path}' cannot be written: {error.Message.TrimEnd('.')}.{kept}", error);
        }
    }
}
