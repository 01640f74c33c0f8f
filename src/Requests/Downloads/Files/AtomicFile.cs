using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>Represents an incomplete file beside its final path. It is moved there when it is complete, and not before.</summary>
/// <remarks>No space is reserved: the file grows as bytes arrive, whatever length the server announces.</remarks>
internal sealed partial class AtomicFile : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private const int MaximumNameLength = 255;

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

    /// <summary>Gets the number of bytes that were written.</summary>
    internal long Length { get; private set; }

    /// <summary>Gets or sets a value that indicates whether the incomplete file is kept when the transfer fails.</summary>
    internal bool KeepPartial { get; set; }

    /// <summary>Gets a value that indicates whether writing can restart. Bytes that were sent to a device cannot be removed.</summary>
    internal bool CanRestart => _unfinished is not null || Length == 0;

    /// <summary>Creates a new file with a temporary name.</summary>
    /// <param name="path">The final path.</param>
    /// <param name="checksum">The expected checksum, or null.</param>
    /// <param name="isPrivate">Whether only the owner may read a file that did not exist before. Default: false.</param>
    /// <exception cref="OutputFileException">The file cannot be created.</exception>
    internal static AtomicFile Create(string path, Checksum? checksum, bool isPrivate = false) => Guard(path, () =>
    {
        if (!DownloadTarget.IsDevice(path)) return OpenNew(path, checksum, isPrivate);
        // A device takes bytes and cannot be replaced by a file.
        var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (device.CanSeek) device.Seek(0, SeekOrigin.End);
        return new AtomicFile(path, unfinished: null, device, checksum);
    });

    /// <summary>
    /// Creates a new file with a temporary name, as <see cref="Create"/> does. The wait for the reader of a named pipe can be cancelled.
    /// </summary>
    /// <param name="path">The final path.</param>
    /// <param name="checksum">The expected checksum, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="isPrivate">Whether only the owner may read a file that did not exist before. Default: false.</param>
    /// <exception cref="OutputFileException">The file cannot be created.</exception>
    internal static async Task<AtomicFile> CreateAsync(
        string path,
        Checksum? checksum,
        CancellationToken cancellationToken,
        bool isPrivate = false)
    {
        if (!NamedPipe.IsAt(path)) return Create(path, checksum, isPrivate);
        try
        {
            var pipe = await NamedPipe.OpenAsync(path, PipeDirection.Out, cancellationToken).ConfigureAwait(false);
            return new AtomicFile(path, unfinished: null, pipe, checksum);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(path, error);
        }
    }

    /// <summary>Opens an incomplete file to continue it, or creates it, at a known path. The file is locked while it is open.</summary>
    /// <param name="path">The final path.</param>
    /// <param name="unfinished">The path of the incomplete file.</param>
    /// <param name="checksum">The expected checksum, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="OutputFileException">The file cannot be opened, or a link is at its path.</exception>
    internal static async Task<AtomicFile> ContinueAsync(
        string path,
        string unfinished,
        Checksum? checksum,
        CancellationToken cancellationToken)
    {
        var file = Guard(path, () =>
        {
            var exists = File.Exists(unfinished);
            RefuseLink(unfinished);
            var opened = Open(path, unfinished, exists ? FileMode.Open : FileMode.CreateNew, checksum);
            try
            {
                // Checked again, because a link may have been created before the file was opened.
                RefuseLink(unfinished);
                return opened;
            }
            catch
            {
                opened._stream.Dispose();
                throw;
            }
        });
        file.KeepPartial = true;
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
        if (_isInPlace || _unfinished is null || (KeepPartial && Length > 0)) return;
        try
        {
            File.Delete(_unfinished);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The folder has become read-only. The error that led here is more useful.
        }
    }

    /// <summary>Discards the written bytes and restarts.</summary>
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

    /// <summary>Moves the file to its final path; returns false when something exists there that may not be replaced.</summary>
    /// <param name="place">The final path.</param>
    /// <exception cref="ChecksumMismatchException">The file has another checksum; it is deleted.</exception>
    /// <exception cref="OutputFileException">The file cannot be moved there.</exception>
    internal bool Finish(FileLocation place)
    {
        if (_hash is not null)
        {
            var keep = KeepPartial;
            KeepPartial = false;
            _checksum!.Check(_hash, place.Path);
            KeepPartial = keep;
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
            // The file is complete, but was copied to its final path only in part.
            KeepPartial = true;
            throw;
        }
    }

    /// <summary>
    /// Opens a new file beside its final path or, when the file can be written but not its folder, in the folder for temporary files.
    /// </summary>
    private static AtomicFile OpenNew(string path, Checksum? checksum, bool isPrivate)
    {
        try
        {
            return Open(path, PathBeside(path, $".{Guid.NewGuid().ToString("N")[..8]}.tmp"), FileMode.CreateNew, checksum, isPrivate);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && IsWritable(path))
        {
            return Open(
                path,
                Path.Combine(Path.GetTempPath(), $"requests-{Guid.NewGuid():N}.tmp"),
                FileMode.CreateNew,
                checksum,
                isPrivate: true);
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
        // Unbuffered, because the caller has a buffer.
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (mode == FileMode.CreateNew && (isPrivate || File.Exists(path))) FileReplacement.KeepPrivate(options);
        var stream = new FileStream(unfinished, options);

        // An earlier run may have begun the file where others can read it.
        if (mode == FileMode.Open && File.Exists(path)) FileReplacement.KeepPrivate(stream);
        return new AtomicFile(path, unfinished, stream, checksum);
    }

    private static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is null && !DownloadTarget.IsDevice(path)) return;
        throw new OutputFileException($"'{path}' is a link or a device, where a download cannot be continued: remove it.");
    }

    /// <summary>Returns a path beside another with a suffix, no longer than file systems allow.</summary>
    /// <param name="path">The other path.</param>
    /// <param name="end">The suffix.</param>
    internal static string PathBeside(string path, string end)
    {
        var name = Path.GetFileName(path);
        while (Encoding.UTF8.GetByteCount(name) + end.Length > MaximumNameLength) name = name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
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

    private static OutputFileException CannotBeWritten(string path, Exception error) =>
        new($"'{path}' cannot be written: {error.Message}", error);

    /// <summary>Adds the bytes of an earlier transfer to length and checksum. Writing continues behind them.</summary>
    private async Task CountAsync(CancellationToken cancellationToken)
    {
        if (_hash is { } hash)
        {
            await ReadToEndAsync(_stream, (buffer, count) => hash.AppendData(buffer.AsSpan(0, count)), cancellationToken)
                .ConfigureAwait(false);
        }

        Length = _stream.Seek(0, SeekOrigin.End);
    }
}
