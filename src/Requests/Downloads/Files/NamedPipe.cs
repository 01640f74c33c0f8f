using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Requests;

/// <summary>Opens named pipes of Unix so that the wait for their other end, and each read and write, can be cancelled.</summary>
internal static class NamedPipe
{
    private const FileShare Share = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Returns whether a path leads to a named pipe.</summary>
    /// <param name="path">The path; links are followed.</param>
    internal static bool IsAt(string path) => UnixFileStatus.Get(path) is { IsPipe: true };

    /// <summary>Opens a pipe and waits for its other end.</summary>
    /// <param name="path">The path of the pipe.</param>
    /// <param name="direction">Whether the pipe is read or written.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static async Task<Stream> OpenAsync(string path, PipeDirection direction, CancellationToken cancellationToken)
    {
        var access = direction == PipeDirection.In ? FileAccess.Read : FileAccess.Write;

        // On a separate thread, because the wait has no limit and would block a thread of the pool.
        var opening = Task.Factory.StartNew(
            () => File.OpenHandle(path, FileMode.Open, access, Share),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await AbandonAsync(path, opening).ConfigureAwait(false);
            throw;
        }

        // The stream of pipes takes over the descriptor. Its reads and writes do not block a thread.
        using var file = await opening.ConfigureAwait(false);
        var pipe = new SafePipeHandle(file.DangerousGetHandle(), ownsHandle: true);
        file.SetHandleAsInvalid();
        return new AnonymousPipeClientStream(direction, pipe);
    }

    /// <summary>Ends the wait of the thread: opening the pipe in both directions provides its other end.</summary>
    private static async Task AbandonAsync(string path, Task<SafeFileHandle> opening)
    {
        try
        {
            using var both = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, Share);
            (await opening.ConfigureAwait(false)).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The pipe was deleted or may not be opened in both directions. The cancellation is reported.
        }
    }
}
