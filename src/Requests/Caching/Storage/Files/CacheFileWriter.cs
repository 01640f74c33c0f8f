using System.Security.Cryptography;

namespace Requests;

/// <summary>
/// Writes an entry of a <see cref="FileCacheStore"/>. A small body is kept in memory and becomes one file with the head; a large one goes
/// into a file of its own, block by block. Nothing is visible before the files are complete.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="response">The response.</param>
/// <param name="path">The path of the head.</param>
/// <param name="maximum">The largest number of bytes of a body.</param>
internal sealed class CacheFileWriter(FileCacheStore store, StoredResponse response, string path, long maximum) : ICacheWriter
{
    /// <summary>The largest body that is kept in the file of the head: 64 KiB.</summary>
    internal const int InlineLength = CacheBodyStream.BlockLength;

    private byte[] _buffer = [];
    private int _count;
    private long _length;
    private long _blocks;
    private CacheFileSeal? _seal;
    private FileStream? _file;
    private bool _isDone;

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        if (_isDone) return false;
        if (_length + bytes.Length > maximum)
        {
            Dispose();
            return false;
        }

        _length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            // A full block is written when more follows, because the last block is marked.
            if (_count == CacheBodyStream.BlockLength) Guard(isLast: false);
            var count = Math.Min(bytes.Length, CacheBodyStream.BlockLength - _count);
            Reserve(_count + count);
            bytes[..count].CopyTo(_buffer.AsSpan(_count));
            _count += count;
            bytes = bytes[count..];
        }

        return true;
    }

    /// <inheritdoc/>
    public void Commit()
    {
        if (_isDone) return;
        var isInline = _file is null;
        if (!isInline) Guard(isLast: true);
        _isDone = true;
        var head = new CacheHead(response.WithBody(_length, location: null), isInline);
        try
        {
            store.Place(path, head, isInline ? _buffer.AsSpan(0, _count) : [], _file);
        }
        finally
        {
            Close();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDone = true;
        Close();
    }

    private void Reserve(int count)
    {
        if (_buffer.Length < count) Array.Resize(ref _buffer, Math.Clamp(count * 2, 4096, CacheBodyStream.BlockLength));
    }

    private void Guard(bool isLast)
    {
        try
        {
            WriteBlock(isLast);
        }
        catch (Exception error) when (CacheFolder.IsFileError(error))
        {
            Dispose();
            throw CacheFolder.CreateError(store.Folder.Path, "written", error);
        }
    }

    private void WriteBlock(bool isLast)
    {
        var body = CacheFolder.GetBody(path, response.BodyId);
        if (_file is null)
        {
            _file = store.CreateTemporary();
            byte[] start = [.. CacheHeadFile.Magic, .. RandomNumberGenerator.GetBytes(CacheFileSeal.SaltLength)];
            _seal = CacheHeadFile.CreateSeal(store.Folder, body, start);
            store.Changing?.Invoke();
            _file.Write(start);
        }

        Span<byte> tag = stackalloc byte[CacheFileSeal.TagLength];
        _seal!.Seal(_blocks, isLast, _buffer.AsSpan(0, _count), tag);
        store.Changing?.Invoke();
        _file.Write(tag);
        store.Changing?.Invoke();
        _file.Write(_buffer, 0, _count);
        _blocks++;
        _count = 0;
    }

    private void Close()
    {
        _seal?.Dispose();
        _buffer = [];
        if (_file is null) return;
        _file.Dispose();
        store.DeleteTemporary(_file.Name);
        _file = null;
    }
}
