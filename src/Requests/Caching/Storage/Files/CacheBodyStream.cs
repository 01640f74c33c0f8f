using Microsoft.Win32.SafeHandles;

namespace Requests;

/// <summary>Reads a large body from its file. The whole file is verified when it is opened, and each block again when it is read.</summary>
internal sealed class CacheBodyStream : ReadOnlyStream
{
    /// <summary>The number of bytes of a block: 64 KiB.</summary>
    internal const int BlockLength = 64 * 1024;

    private const int StoredLength = BlockLength + CacheFileSeal.TagLength;

    private readonly SafeFileHandle _file;
    private readonly CacheFileSeal _seal;
    private readonly string _cache;
    private readonly byte[] _block;
    private readonly long _length;
    private long _next;
    private int _start = CacheFileSeal.TagLength;
    private int _end = CacheFileSeal.TagLength;

    private CacheBodyStream(SafeFileHandle file, CacheFileSeal seal, string cache, long length)
    {
        _file = file;
        _seal = seal;
        _cache = cache;
        _length = length;
        _block = GC.AllocateUninitializedArray<byte>((int)Math.Min(StoredLength, length + CacheFileSeal.TagLength));
    }

    private long BlockCount => (_length + BlockLength - 1) / BlockLength;

    /// <summary>Opens a body; returns null where the file is gone.</summary>
    /// <param name="folder">The folder of the cache.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="length">The number of bytes of the body.</param>
    /// <param name="isDamaged">Whether the file exists and is not intact.</param>
    internal static CacheBodyStream? Open(CacheFolder folder, string path, long length, out bool isDamaged)
    {
        isDamaged = false;
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        CacheFileSeal? seal = null;
        try
        {
            Span<byte> start = stackalloc byte[CacheHeadFile.PrefixLength];
            if (ReadAt(file, start, 0) == start.Length && start.StartsWith(CacheHeadFile.Magic) && HasLength(file, length))
            {
                seal = CacheHeadFile.CreateSeal(folder, path, start);
                var body = new CacheBodyStream(file, seal, folder.Path, length);
                if (body.Verify()) return body;
            }
        }
        catch
        {
            seal?.Dispose();
            file.Dispose();
            throw;
        }

        seal?.Dispose();
        file.Dispose();
        isDamaged = true;
        return null;
    }

    /// <summary>Returns the number of bytes of the file of a body.</summary>
    /// <param name="length">The number of bytes of the body.</param>
    internal static long GetFileLength(long length) =>
        CacheHeadFile.PrefixLength + length + ((length + BlockLength - 1) / BlockLength * CacheFileSeal.TagLength);

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (_start == _end && !ReadNext())) return 0;
        var count = Math.Min(buffer.Length, _end - _start);
        _block.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _seal.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool HasLength(SafeFileHandle file, long length) => RandomAccess.GetLength(file) == GetFileLength(length);

    private static int ReadAt(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        var count = 0;
        while (count < buffer.Length && RandomAccess.Read(file, buffer[count..], offset + count) is > 0 and var read) count += read;
        return count;
    }

    /// <summary>Reads all blocks, so that no byte of a damaged body is returned.</summary>
    private bool Verify()
    {
        for (long index = 0; index < BlockCount; index++)
        {
            if (!TryRead(index)) return false;
        }

        return true;
    }

    private bool ReadNext()
    {
        if (_next == BlockCount) return false;
        try
        {
            if (!TryRead(_next)) throw new InvalidDataException("a block of a body changed while it was read.");
        }
        catch (Exception error) when (CacheFolder.IsFileError(error) || error is InvalidDataException)
        {
            throw CacheFolder.CreateError(_cache, "read", error);
        }

        (_start, _end) = (CacheFileSeal.TagLength, CacheFileSeal.TagLength + GetBlockLength(_next));
        _next++;
        return true;
    }

    private bool TryRead(long index)
    {
        var stored = _block.AsSpan(0, CacheFileSeal.TagLength + GetBlockLength(index));
        return ReadAt(_file, stored, CacheHeadFile.PrefixLength + (index * StoredLength)) == stored.Length
            && _seal.TryOpen(index, index == BlockCount - 1, stored[CacheFileSeal.TagLength..], stored[..CacheFileSeal.TagLength]);
    }

    private int GetBlockLength(long index) => (int)Math.Min(BlockLength, _length - (index * BlockLength));
}
