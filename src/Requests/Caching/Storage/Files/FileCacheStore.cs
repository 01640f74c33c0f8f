namespace Requests;

/// <summary>
/// Keeps responses in a folder that several processes can share. An entry is a file that is written elsewhere and moved to its place, so a
/// reader sees an entry as a whole or not at all, and no lock is needed to read or write one. An entry that is not intact is deleted.
/// </summary>
/// <remarks>
/// Nothing about the entries is kept in memory. The time of the last change of a file is the time of its last use, to the minute.
/// </remarks>
internal sealed partial class FileCacheStore : ICacheStore
{
    // More variants of one key would make each lookup slow.
    private const int MaximumVariants = 50;

    private static readonly TimeSpan UseResolution = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly long _maximumSize;

    /// <summary>Opens the folder of a cache, and creates it where it does not exist.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="maximumSize">The largest number of bytes of all files.</param>
    /// <param name="key">The encryption key, or null.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="RequestCacheException">The folder cannot be used.</exception>
    internal FileCacheStore(string path, long maximumSize, CacheEncryptionKey? key, TimeProvider time)
    {
        Folder = CacheFolder.Open(path, key);
        _maximumSize = maximumSize;
        _time = time;
        DeleteAbandoned();
    }

    /// <inheritdoc/>
    public bool IsPlainText => Folder.FileKey is null;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Salt => Folder.NameKey;

    /// <summary>
    /// Gets or sets a function that is called before each change in the folder; a test ends the writer there. Default: null.
    /// </summary>
    internal Action? Changing { get; set; }

    /// <summary>Gets the folder.</summary>
    internal CacheFolder Folder { get; }

    /// <inheritdoc/>
    public IReadOnlyList<StoredResponse> Find(string key) => Guard<IReadOnlyList<StoredResponse>>("read", () =>
    {
        List<StoredResponse>? found = null;
        StoredResponse? first = null;
        foreach (var path in Folder.FindFiles(Folder.GetName(key), CacheFolder.HeadExtension))
        {
            if (Read(path, key) is not { } response) continue;
            if (first is null) first = response;
            else (found ??= [first]).Add(response);
        }

        if (found is null) return first is null ? [] : [first];
        found.Sort(static (one, other) => other.ResponseTime.CompareTo(one.ResponseTime));
        return found;
    });

    /// <inheritdoc/>
    public Stream? OpenBody(StoredResponse response) =>
        response.Location is CacheLocation location ? Guard("read", () => OpenBody(response, location)) : null;

    private Stream? OpenBody(StoredResponse response, CacheLocation location)
    {
        MarkUsed(location, response.BodyId);
        if (location.Inline is { } bytes) return OpenInline(bytes);
        var path = CacheFolder.GetBody(location.Head, response.BodyId);
        var body = CacheBodyStream.Open(Folder, path, response.BodyLength, out var isDamaged);
        if (isDamaged) DropEntry(location.Head);
        return body;
    }

    /// <inheritdoc/>
    public ICacheWriter Create(StoredResponse response) =>
        new CacheFileWriter(this, response, GetHead(response), _maximumSize / 2);

    /// <inheritdoc/>
    public void Update(StoredResponse response)
    {
        var path = GetHead(response);
        if (Guard("read", () => Read(path, response.Key)) is not { Location: CacheLocation location } current) return;
        // Another process may have replaced the body meanwhile. The new headers do not belong to that one.
        if (current.BodyId != response.BodyId) return;
        var head = new CacheHead(response.WithBody(current.BodyLength, location: null), location.Inline is not null);
        Place(path, head, location.Inline is { } body ? body.Span : [], file: null);
    }

    /// <inheritdoc/>
    public void Remove(string key) => Guard("written", () => Count(-Delete(Folder.FindFiles(Folder.GetName(key), ""))));

    /// <inheritdoc/>
    public void Remove(StoredResponse response)
    {
        if (response.Location is not CacheLocation location) return;
        Guard("written", () =>
        {
            if (CacheHeadFile.Read(Folder, location.Head, key: null, out _)?.BodyId == response.BodyId) Count(-DeleteEntry(location.Head));
        });
    }

    /// <inheritdoc/>
    public IEnumerable<StoredResponse> GetAll()
    {
        foreach (var folder in Guard("read", () => Folder.GetEntryFolders().ToArray()))
        {
            foreach (var path in Guard("read", () => CacheFolder.FindHeads(folder)))
            {
                if (Guard("read", () => Read(path, key: null)) is { } response) yield return response;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Creates a file for a body that is being written.</summary>
    internal FileStream CreateTemporary()
    {
        Changing?.Invoke();
        return Folder.CreateFile(Folder.GetTemporary());
    }

    /// <summary>Deletes the file of an entry that was not completed.</summary>
    /// <param name="path">The path.</param>
    internal void DeleteTemporary(string path)
    {
        try
        {
            Changing?.Invoke();
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The folder has become read-only or is gone. The error that led here is more useful.
        }
    }

    /// <summary>Moves the files of an entry to their places, the body first, and deletes those that they replace.</summary>
    /// <param name="path">The path of the head.</param>
    /// <param name="head">The head.</param>
    /// <param name="inline">The body, where it is small.</param>
    /// <param name="file">The complete file of a large body, or null.</param>
    /// <exception cref="RequestCacheException">The files cannot be written.</exception>
    internal void Place(string path, CacheHead head, ReadOnlySpan<byte> inline, FileStream? file)
    {
        try
        {
            var added = file is null ? 0 : PlaceBody(file, CacheFolder.GetBody(path, head.Response.BodyId));
            var replaced = CacheHeadFile.Read(Folder, path, key: null, out _);
            var bytes = CacheHeadFile.Create(Folder, path, head, inline);
            var old = new FileInfo(path);
            added += bytes.Length - (old.Exists ? old.Length : 0);
            try
            {
                WriteHead(path, bytes);
            }
            catch when (file is not null)
            {
                DeleteTemporary(CacheFolder.GetBody(path, head.Response.BodyId));
                throw;
            }

            if (replaced is not null && replaced.BodyId != head.Response.BodyId)
            {
                added -= Delete(CacheFolder.GetBody(path, replaced.BodyId));
            }

            added -= DeleteOldVariants(path);
            Count(added);
        }
        catch (Exception error) when (CacheFolder.IsFileError(error))
        {
            throw CacheFolder.CreateError(Folder.Path, "written", error);
        }
    }

    private static MemoryStream OpenInline(ReadOnlyMemory<byte> bytes)
    {
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var segment);
        return new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
    }

    private long PlaceBody(FileStream file, string path)
    {
        var length = file.Length;

        // An open file is locked, so it is closed before others can find it.
        file.Dispose();
        Changing?.Invoke();
        CacheFolder.Place(file.Name, path);
        return length;
    }

    private void WriteHead(string path, byte[] bytes)
    {
        var temporary = Folder.GetTemporary();
        try
        {
            using (var stream = CreateHead(temporary)) stream.Write(bytes);
            Changing?.Invoke();
            CacheFolder.Place(temporary, path);
        }
        catch
        {
            DeleteTemporary(temporary);
            throw;
        }
    }

    private FileStream CreateHead(string path)
    {
        Changing?.Invoke();
        var stream = Folder.CreateFile(path);
        Changing?.Invoke();
        return stream;
    }

    /// <summary>Deletes the variants of a key that were not used for the longest time, where there are too many.</summary>
    private long DeleteOldVariants(string path)
    {
        var file = Path.GetFileName(path);
        var name = file[..file.IndexOf('-', StringComparison.Ordinal)];
        var variants = Folder.FindFiles(name, CacheFolder.HeadExtension).ToArray();
        return variants.Length <= MaximumVariants ? 0 : variants
            .Where(variant => variant != path)
            .OrderBy(File.GetLastWriteTimeUtc)
            .Take(variants.Length - MaximumVariants)
            .Sum(DeleteEntry);
    }

    private string GetHead(StoredResponse response) => Folder.GetHead(Folder.GetName(response.Key), response.VariantId);

    private StoredResponse? Read(string path, string? key)
    {
        var response = CacheHeadFile.Read(Folder, path, key, out var isDamaged);
        if (isDamaged) DropEntry(path);
        return response;
    }

    /// <summary>Deletes an entry that is not intact. Where the folder is read-only it stays, and is not used either.</summary>
    private void DropEntry(string head)
    {
        try
        {
            Count(-DeleteEntry(head));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next lookup finds that it is not intact again.
        }
    }

    private long DeleteEntry(string head)
    {
        var entry = Path.GetFileNameWithoutExtension(head);
        return Delete(head) + Delete(Folder.FindFiles(entry, CacheFolder.BodyExtension));
    }

    private long Delete(IEnumerable<string> files) => files.ToArray().Sum(Delete);

    private long Delete(string path)
    {
        Changing?.Invoke();
        return CacheFolder.Delete(path);
    }

    private void MarkUsed(CacheLocation location, Guid bodyId)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (now - location.Used < UseResolution) return;
        try
        {
            File.SetLastWriteTimeUtc(location.Head, now);
            if (location.Inline is null) File.SetLastWriteTimeUtc(CacheFolder.GetBody(location.Head, bodyId), now);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The entry is gone, or the folder is read-only. Then nothing is deleted by age either.
        }
    }

    private T Guard<T>(string what, Func<T> action) => CacheFolder.Guard(Folder.Path, what, action);

    private void Guard(string what, Action action) => Guard(what, () =>
    {
        action();
        return true;
    });
}
