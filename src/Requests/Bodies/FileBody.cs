using System.IO.Pipes;

namespace Requests;

/// <summary>
/// Represents a file that is read while it is sent, with its size as length. A pipe or a device has no length: it is sent in chunks and
/// opened once. A kernel file that does not report its size is sent in chunks, too.
/// </summary>
/// <remarks>requests: an open file as <c>data</c>. An empty file is sent with a length of 0.</remarks>
public sealed class FileBody : RequestBody
{
    /// <summary>Creates the body. The file is opened when it is sent.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <exception cref="InvalidBodyException">The file does not exist or cannot be read.</exception>
    public FileBody(string path)
    {
        FilePath = path;
        CanRewind = UnixFileStatus.Get(path) is not { IsSpecial: true };
        Length = CanRewind ? GetLength(path) : null;
    }

    /// <summary>Gets the path of the file.</summary>
    public string FilePath { get; }

    /// <inheritdoc/>
    public override long? Length { get; }

    /// <inheritdoc/>
    public override bool CanRewind { get; }

    /// <inheritdoc/>
    public override async Task WriteToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var file = NamedPipe.IsAt(FilePath) ? await OpenPipeAsync(cancellationToken).ConfigureAwait(false) : Open(FilePath);
        await using (file.ConfigureAwait(false))
        {
            await BodyCopy.CopyAsync(file, destination, Length, $"The file '{FilePath}'", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Rewind()
    {
        if (!CanRewind)
        {
            throw new UnrewindableBodyException(
                $"Unable to rewind the request's body to send it again: '{FilePath}' is a pipe or a device, which is read once.");
        }
    }

    /// <summary>
    /// Gets the size of a file, or null when it differs from the content: files in /proc report 0, files in /sys report one page.
    /// </summary>
    private static long? GetLength(string path)
    {
        using var probe = Open(path);
        try
        {
            var size = probe.Length;
            if (OperatingSystem.IsWindows() || (size != 0 && size != Environment.SystemPageSize)) return size;
            var bytes = new byte[size + 1];
            return probe.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == size ? size : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidBodyException($"The file '{path}' cannot be sent: {error.Message}", error);
        }
    }

    private async Task<Stream> OpenPipeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await NamedPipe.OpenAsync(FilePath, PipeDirection.In, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidBodyException($"The file '{FilePath}' cannot be sent: {error.Message}.", error);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            // Unbuffered, because BodyCopy has a buffer.
            return new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0,
                FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var reason = error is FileNotFoundException or DirectoryNotFoundException ? "it does not exist"
                : Directory.Exists(path) ? "it is a folder"
                : error.Message;
            throw new InvalidBodyException($"The file '{path}' cannot be sent: {reason}.", error);
        }
    }
}
