using System.Buffers;
using System.Security.Cryptography;

namespace Requests;

/// <summary>A file that is not whole yet, beside the one that it will be. It takes that one's place when it is, and not before.</summary>
internal sealed class PartialFile : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly string _path;
    private readonly string _unfinished;
    private readonly IncrementalHash? _hash;
    private readonly Checksum? _checksum;
    private readonly FileStream _stream;
    private bool _keep;

    private PartialFile(string path, string unfinished, FileStream stream, Checksum? checksum)
    {
        _path = path;
        _unfinished = unfinished;
        _stream = stream;
        _checksum = checksum;
        _hash = checksum?.Start();
    }

    /// <summary>How many bytes it has.</summary>
    internal long Length => _stream.Position;

    /// <summary>Whether it is kept when the transfer breaks.</summary>
    internal bool KeepsTorso { get; set; }

    /// <summary>A new file.</summary>
    /// <param name="path">What it will be.</param>
    /// <param name="expected">How long it will be, or null: the system is asked for the room at once.</param>
    /// <param name="checksum">What it must hash to, or null.</param>
    /// <exception cref="OutputFileException">It cannot be made.</exception>
    internal static PartialFile Create(string path, long? expected, Checksum? checksum) => Guard(path, () =>
    {
        // A device takes bytes, not a file in its place.
        if (FileTarget.IsDevice(path)) return new PartialFile(path, path, new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), checksum);
        var unfinished = $"{path}.{Guid.NewGuid().ToString("N")[..8]}.tmp";
        return Open(path, unfinished, FileMode.CreateNew, expected ?? 0, checksum);
    });

    /// <summary>A file to go on with, or a new one, at a place where it is found again.</summary>
    /// <param name="path">What it will be.</param>
    /// <param name="unfinished">Where it is.</param>
    /// <param name="append">Whether to go on at its end, or to begin anew.</param>
    /// <param name="checksum">What it must hash to, or null.</param>
    /// <exception cref="OutputFileException">It cannot be opened.</exception>
    internal static PartialFile Continue(string path, string unfinished, bool append, Checksum? checksum) => Guard(path, () =>
    {
        var file = Open(path, unfinished, append ? FileMode.OpenOrCreate : FileMode.Create, expected: 0, checksum);
        try
        {
            file.HashWhatIsThere();
            return file;
        }
        catch
        {
            file._stream.Dispose();
            throw;
        }
    });

    public void Dispose()
    {
        _stream.Dispose();
        _hash?.Dispose();
        if (!_keep && !KeepsTorso && _unfinished != _path) File.Delete(_unfinished);
    }

    /// <summary>Writes what is left of a body.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task WriteAsync(Response response, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await response.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false) is > 0 and var count) Write(buffer.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="ChecksumMismatchException">It is not what it should be; it is deleted.</exception>
    /// <exception cref="OutputFileException">It cannot be put there.</exception>
    internal void Finish()
    {
        if (_hash is not null)
        {
            KeepsTorso = false;
            _checksum!.Check(_hash, _path);
        }

        _ = Guard(_path, () =>
        {
            _stream.Dispose();
            if (_unfinished != _path) File.Move(_unfinished, _path, overwrite: true);
            return _keep = true;
        });
    }

    private static PartialFile Open(string path, string unfinished, FileMode mode, long expected, Checksum? checksum)
    {
        // Unbuffered: the writing has a buffer of its own.
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0, PreallocationSize = mode == FileMode.OpenOrCreate ? 0 : expected };
        return new PartialFile(path, unfinished, new FileStream(unfinished, options), checksum);
    }

    private static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new OutputFileException($"'{path}' cannot be written: {error.Message}", error);
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OutputFileException($"'{_path}' cannot be written: {error.Message}", error);
        }

        _hash?.AppendData(bytes);
    }

    /// <summary>What an earlier transfer left counts for the checksum; the writing goes on behind it.</summary>
    private void HashWhatIsThere()
    {
        if (_hash is not null) Checksum.Feed(_hash, _stream);
        _stream.Seek(0, SeekOrigin.End);
    }
}
