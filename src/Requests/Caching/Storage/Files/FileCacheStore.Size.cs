using System.Buffers.Binary;
using System.IO.Enumeration;

namespace Requests;

/// <content>
/// Keeps the number of bytes in a file that all processes change under a lock, and deletes the entries that were not used for the longest
/// time. A lost or wrong file is written anew from the folder.
/// </content>
internal sealed partial class FileCacheStore
{
    private const int SizeLength = 2 * sizeof(long);

    // Ages are counted in steps of about one percent: 64 for each doubling, up to 34 years in milliseconds.
    private const int StepsPerDoubling = 64;
    private const int AgeSteps = 40 * StepsPerDoubling;

    // What is left after old entries were deleted. More are deleted than needed, so that not each new entry looks through the folder.
    private const double RemainingPart = 0.9;

    // A file that was created just now is locked by its writer in the next moment.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public void Clear() => Guard("written", () =>
    {
        DeleteAbandoned();
        foreach (var folder in Folder.GetEntryFolders().ToArray())
        {
            foreach (var file in ReadFiles(folder).ToArray()) Delete(file.Path);
        }

        using var locked = FolderLock.Take(Folder.SizeLock);
        Delete(Folder.SizeFile);
    });

    /// <summary>Adds to the number of bytes, and deletes old entries where there are too many.</summary>
    private void Count(long change)
    {
        if (change == 0) return;
        if (AddSize(change) > _maximumSize) DeleteOldest();
    }

    /// <summary>Adds to the number of bytes and returns the sum.</summary>
    private long AddSize(long change)
    {
        using (var locked = FolderLock.Take(Folder.SizeLock))
        {
            // The lock is held for microseconds. Where it cannot be had, the sum is corrected when the folder is looked through.
            if (locked is null) return 0;
            if (ReadSize() is { } size)
            {
                WriteSize(Math.Max(0, size + change));
                return size + change;
            }
        }

        // The entry that has just been written is counted here, too.
        var counted = MeasureAges(_time.GetUtcNow().UtcDateTime).Sum();
        using (var locked = FolderLock.Take(Folder.SizeLock)) WriteSize(counted);
        return counted;
    }

    private long? ReadSize()
    {
        try
        {
            Span<byte> bytes = stackalloc byte[SizeLength];
            using var file = File.OpenHandle(Folder.SizeFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(file) != SizeLength || RandomAccess.Read(file, bytes, 0) != SizeLength) return null;
            var size = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            return size >= 0 && BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(long)..]) == ~size ? size : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private void WriteSize(long size)
    {
        Span<byte> bytes = stackalloc byte[SizeLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, size);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[sizeof(long)..], ~size);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.Read };
        FileReplacement.KeepPrivate(options);
        Changing?.Invoke();
        using var stream = new FileStream(Folder.SizeFile, options);
        stream.Write(bytes);
        stream.SetLength(SizeLength);
    }

    /// <summary>Deletes the entries that were not used for the longest time, unless another process does it now.</summary>
    private void DeleteOldest()
    {
        using var cleaning = FolderLock.TryTake(Folder.CleaningLock);
        if (cleaning is null) return;
        DeleteAbandoned();
        var before = ReadSize();
        var now = _time.GetUtcNow().UtcDateTime;
        var ages = MeasureAges(now);
        var total = ages.Sum();
        var excess = total - (long)(_maximumSize * RemainingPart);
        var freed = total > _maximumSize ? DeleteOlder(now, FindStep(ages, excess, out var older), excess - older) : 0;
        using var locked = FolderLock.Take(Folder.SizeLock);
        // What others have added since the beginning is added again: it may have been missed.
        var change = ReadSize() is { } current && before is { } known ? Math.Max(0, current - known) : 0;
        WriteSize(Math.Max(0, total - freed + change));
    }

    /// <summary>Finds the step of age from which on files are deleted.</summary>
    /// <param name="ages">The number of bytes of each step.</param>
    /// <param name="excess">The number of bytes to delete.</param>
    /// <param name="older">The number of bytes in older steps.</param>
    private static int FindStep(long[] ages, long excess, out long older)
    {
        older = 0;
        for (var step = ages.Length - 1; step > 0; step--)
        {
            if (older + ages[step] >= excess) return step;
            older += ages[step];
        }

        return 0;
    }

    private long DeleteOlder(DateTime now, int step, long fromStep)
    {
        var freed = 0L;
        foreach (var folder in Folder.GetEntryFolders().ToArray())
        {
            foreach (var (path, used, length) in ReadFiles(folder).ToArray())
            {
                var age = GetStep(now, used);
                if (age < step || (age == step && fromStep <= 0)) continue;
                freed += Delete(path);
                if (age == step) fromStep -= length;
            }
        }

        return freed;
    }

    private long[] MeasureAges(DateTime now)
    {
        var ages = new long[AgeSteps];
        foreach (var folder in Folder.GetEntryFolders())
        {
            foreach (var (_, used, length) in ReadFiles(folder)) ages[GetStep(now, used)] += length;
        }

        return ages;
    }

    private static int GetStep(DateTime now, DateTime used)
    {
        var milliseconds = Math.Max(0, (now - used).TotalMilliseconds);
        return Math.Min(AgeSteps - 1, (int)(Math.Log2(1 + milliseconds) * StepsPerDoubling));
    }

    /// <summary>Deletes the files of writers that ended before their files were complete. A living writer has locked its file.</summary>
    private void DeleteAbandoned()
    {
        var before = _time.GetUtcNow().UtcDateTime - AbandonedAfter;
        try
        {
            foreach (var (path, written, _) in ReadFiles(Folder.TemporaryFolder).ToArray())
            {
                if (written < before && FolderLock.TryTake(path) is { } taken) DeleteLocked(path, taken);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The folder is read-only, or another process deletes the same files.
        }
    }

    private static void DeleteLocked(string path, IDisposable taken)
    {
        if (OperatingSystem.IsWindows()) taken.Dispose();
        File.Delete(path);
        taken.Dispose();
    }

    private static FileSystemEnumerable<(string Path, DateTime Used, long Length)> ReadFiles(string folder) => new(
        folder,
        static (ref FileSystemEntry entry) => (entry.ToFullPath(), entry.LastWriteTimeUtc.UtcDateTime, entry.Length),
        CacheFolder.AllFiles)
    {
        ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory && CacheFolder.IsOwnFile(entry.FileName),
    };
}
