namespace Requests;

/// <summary>A file, read from disk while it is sent: its bytes as they are, with their number as length.</summary>
/// <remarks>requests: an open file as <c>data</c>. An empty file is sent with a length of 0.</remarks>
public sealed class FileBody : RequestBody
{
    private readonly long _length;

    /// <summary>Creates the body; the file is opened when it is sent.</summary>
    /// <param name="path">The file's full path.</param>
    /// <exception cref="InvalidBodyException">There is no such file, or it cannot be read.</exception>
    public FileBody(string path)
    {
        FilePath = path;
        using var probe = Open(path);
        _length = probe.Length;
    }

    /// <summary>The file's path.</summary>
    public string FilePath { get; }

    /// <inheritdoc/>
    public override long? Length => _length;

    /// <inheritdoc/>
    public override bool CanRewind => true;

    /// <inheritdoc/>
    public override async Task WriteToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var file = Open(FilePath);
        await using (file.ConfigureAwait(false))
        {
            await BodyCopy.CopyAsync(file, destination, _length, $"The file '{FilePath}'", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Rewind()
    {
    }

    private static FileStream Open(string path)
    {
        try
        {
            // Unbuffered: the copying has a buffer of its own.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var reason = error is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : Directory.Exists(path) ? "it is a folder" : error.Message;
            throw new InvalidBodyException($"The file '{path}' cannot be sent: {reason}.", error);
        }
    }
}
