using System.Buffers;
using System.IO.Pipes;
using System.Security.Cryptography;

namespace Requests;

/// <content>Writes the content of the file.</content>
internal sealed partial class AtomicFile
{
    /// <summary>Writes content. Writing to a pipe waits for its reader, which can be cancelled.</summary>
    /// <param name="write">Writes the content to a stream, which stays open.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async Task WriteAsync(Action<Stream> write, CancellationToken cancellationToken)
    {
        if (_stream is not PipeStream)
        {
            Guard(_path, () =>
            {
                write(_stream);
                return true;
            });
            return;
        }

        using var content = new MemoryStream();
        write(content);
        await WriteToPipeAsync(content.GetBuffer().AsMemory(0, (int)content.Length), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies another file into this file.</summary>
    /// <param name="path">The path of the other file.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async Task CopyFileAsync(string path, CancellationToken cancellationToken)
    {
        using var source = Guard(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));
        await ReadToEndAsync(source, (buffer, count) => Write(buffer.AsSpan(0, count)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds all bytes of the file to a hash. Writing continues at its end.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async Task HashAsync(IncrementalHash hash, CancellationToken cancellationToken)
    {
        _stream.Seek(0, SeekOrigin.Begin);
        await ReadToEndAsync(_stream, (buffer, count) => hash.AppendData(buffer.AsSpan(0, count)), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the rest of a body to a file. Returns false, without opening a file, when the body is empty and its status means that the
    /// response has no content.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="open">Opens the file.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static async Task<bool> WriteAsync(Response response, Func<Task<AtomicFile>> open, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var count = 0;
            if (!DownloadRules.MayBeEmpty(response))
            {
                count = await response.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false);
                if (count == 0) return false;
            }
            var file = await open().ConfigureAwait(false);
            do await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            while ((count = await response.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false)) > 0);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes bytes. Writing to a pipe waits for its reader, which can be cancelled.</summary>
    private ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_stream is PipeStream) return WriteToPipeAsync(bytes, cancellationToken);
        Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    private async ValueTask WriteToPipeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw CannotBeWritten(_path, error);
        }

        Count(bytes.Span);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(_path, error);
        }

        Count(bytes);
    }

    private static async Task ReadToEndAsync(Stream source, Action<byte[], int> take, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count) take(buffer, count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        _hash?.AppendData(bytes);
    }
}
