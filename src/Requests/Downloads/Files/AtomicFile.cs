using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>A file that is not whole yet, beside the one that it will be. It takes that one's place when it is, and not before.</summary>
/// <remarks>The room on disk grows as bytes come: a length that a server claims takes none.</remarks>
internal sealed partial class AtomicFile : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private const int LongestName = 255;

    private readonly string _path;
    private readonly string? _unfinished;
    private readonly Checksum? _checksum;
    private readonly Stream _stream;
    private IncrementalHash? _hash;
    private bool _isInPlace;

    private AtomicFile(string path, string? unfinished, Stream stream, Checksum? checksum)
    {
        _path = path;
        _unfinished = unfinished;
        _stream = stream;
        _checksum = checksum;
        _hash = checksum?.Start();
    }

    /// <summary>How many bytes it has.</summary>
    internal long Length { get; private set; }

    /// <summary>Whether it is kept when the transfer breaks.</summary>
    internal bool KeepsResumeState { get; set; }

    /// <summary>Whether it can begin again: bytes that a device has taken cannot be taken back.</summary>
    internal bool CanRestart => _unfinished is not null || Length == 0;

    /// <summary>Creates a new file under a name of its own.</summary>
    /// <param name="path">What it will be.</param>
    /// <param name="checksum">What it must hash to, or null.</param>
    /// <param name="isPrivate">Whether only the owner may read it, where it is new.</param>
    /// <exception cref="OutputFileException">It cannot be made.</exception>
    internal static AtomicFile Create(string path, Checksum? checksum, bool isPrivate = false) => Guard(path, () =>
    {
        if (!DownloadTarget.IsDevice(path)) return OpenNew(path, checksum, isPrivate);
        // A device takes bytes, not a file in its place.
        var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (device.CanSeek) device.Seek(0, SeekOrigin.End);
        return new AtomicFile(path, unfinished: null, device, checksum);
    });

    /// <summary>Creates a new file under a name of its own, as <see cref="Create"/> does; the wait for the reader of a named pipe can be cancelled.</summary>
    /// <param name="path">What it will be.</param>
    /// <param name="checksum">What it must hash to, or null.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="isPrivate">Whether only the owner may read it, where it is new.</param>
    /// <exception cref="OutputFileException">It cannot be made.</exception>
    internal static async Task<AtomicFile> CreateAsync(string path, Checksum? checksum, CancellationToken cancellationToken, bool isPrivate = false)
    {
        if (!NamedPipe.IsAt(path)) return Create(path, checksum, isPrivate);
        try
        {
            return new AtomicFile(path, unfinished: null, await NamedPipe.OpenAsync(path, PipeDirection.Out, cancellationToken).ConfigureAwait(false), checksum);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(path, error);
        }
    }

    /// <summary>Opens a file to go on with, or creates it, at a place where it is found again. Nobody else writes it meanwhile.</summary>
    /// <param name="path">What it will be.</param>
    /// <param name="unfinished">Where it is.</param>
    /// <param name="checksum">What it must hash to, or null.</param>
    /// <param name="cancellationToken">Cancels the reading of what is there.</param>
    /// <exception cref="OutputFileException">It cannot be opened, or a link stands in its place.</exception>
    internal static async Task<AtomicFile> ContinueAsync(string path, string unfinished, Checksum? checksum, CancellationToken cancellationToken)
    {
        var file = Guard(path, () =>
        {
            var isThere = File.Exists(unfinished);
            RefuseLink(unfinished);
            var opened = Open(path, unfinished, isThere ? FileMode.Open : FileMode.CreateNew, checksum);
            try
            {
                // Again, as a link may have been put there before it was opened.
                RefuseLink(unfinished);
                return opened;
            }
            catch
            {
                opened._stream.Dispose();
                throw;
            }
        });
        file.KeepsResumeState = true;
        try
        {
            await file.CountAsync(cancellationToken).ConfigureAwait(false);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _hash?.Dispose();
        if (_isInPlace || _unfinished is null || (KeepsResumeState && Length > 0)) return;
        try
        {
            File.Delete(_unfinished);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The folder has become unwritable; the error that led here says more.
        }
    }

    /// <summary>Throws away what was written, to begin again.</summary>
    internal void Restart()
    {
        if (Length == 0) return;
        Guard(_path, () =>
        {
            _stream.SetLength(0);
            return _stream.Seek(0, SeekOrigin.Begin);
        });
        Length = 0;
        _hash?.Dispose();
        _hash = _checksum?.Start();
    }

    /// <summary>Puts the file in its place; false where something is there that may not be replaced.</summary>
    /// <param name="place">The place.</param>
    /// <exception cref="ChecksumMismatchException">It is not what it should be; it is deleted.</exception>
    /// <exception cref="OutputFileException">It cannot be put there.</exception>
    internal bool Finish(FileLocation place)
    {
        if (_hash is not null)
        {
            var keeps = KeepsResumeState;
            KeepsResumeState = false;
            _checksum!.Check(_hash, place.Path);
            KeepsResumeState = keeps;
            _hash.Dispose();
            _hash = null;
        }

        return _isInPlace = Guard(place.Path, () => _unfinished is null || Move(place));
    }

    private bool Move(FileLocation place)
    {
        try
        {
            return FileReplacement.Move((FileStream)_stream, _unfinished!, place);
        }
        catch (OutputFileException)
        {
            // The whole has come, and the place is half-written.
            KeepsResumeState = true;
            throw;
        }
    }

    /// <summary>Opens a new file beside its place or, where only the file itself can be written and not its folder, among the temporary files.</summary>
    private static AtomicFile OpenNew(string path, Checksum? checksum, bool isPrivate)
    {
        try
        {
            return Open(path, PathBeside(path, $".{Guid.NewGuid().ToString("N")[..8]}.tmp"), FileMode.CreateNew, checksum, isPrivate);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && IsWritable(path))
        {
            return Open(path, Path.Combine(Path.GetTempPath(), $"requests-{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, checksum, isPrivate: true);
        }
    }

    private static bool IsWritable(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0).Dispose();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static AtomicFile Open(string path, string unfinished, FileMode mode, Checksum? checksum, bool isPrivate = false)
    {
        // Unbuffered: the writing has a buffer of its own.
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (mode == FileMode.CreateNew && (isPrivate || File.Exists(path))) FileReplacement.KeepPrivate(options);
        return new AtomicFile(path, unfinished, new FileStream(unfinished, options), checksum);
    }

    private static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null || DownloadTarget.IsDevice(path)) throw new OutputFileException($"'{path}' is a link or a device, and a download does not go on there: remove it.");
    }

    /// <summary>A path beside another with something added to its name, no longer than file systems take.</summary>
    /// <param name="path">The other path.</param>
    /// <param name="end">What is added.</param>
    internal static string PathBeside(string path, string end)
    {
        var name = Path.GetFileName(path);
        while (Encoding.UTF8.GetByteCount(name) + end.Length > LongestName) name = name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
        return Path.Combine(Path.GetDirectoryName(path) ?? "", name + end);
    }

    private static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw CannotBeWritten(path, error);
        }
    }

    private static OutputFileException CannotBeWritten(string path, Exception error) => new($"'{path}' cannot be written: {error.Message}", error);

    /// <summary>What an earlier transfer left counts for length and checksum; the writing goes on behind it.</summary>
    private async Task CountAsync(CancellationToken cancellationToken)
    {
        if (_hash is not null)
        {
            var buffer = new byte[BufferSize];
            while (await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count) _hash.AppendData(buffer.AsSpan(0, count));
        }

        Length = _stream.Seek(0, SeekOrigin.End);
    }
}
