using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Requests;

/// <summary>Opens named pipes of Unix so that a wait for their other end, and each read and write, can be cancelled.</summary>
internal static class NamedPipe
{
    private const FileShare Share = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Returns whether a path leads to a named pipe.</summary>
    /// <param name="path">The path; links are followed.</param>
    internal static bool IsAt(string path) => UnixFileStatus.Get(path) is { IsPipe: true };

    /// <summary>Opens a pipe, which waits for its other end.</summary>
    /// <param name="path">The path of the pipe.</param>
    /// <param name="direction">Whether it is read or written.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    internal static async Task<Stream> OpenAsync(string path, PipeDirection direction, CancellationToken cancellationToken)
    {
        var access = direction == PipeDirection.In ? FileAccess.Read : FileAccess.Write;

        // A thread of its own: the wait has no limit, and the threads of the pool are for work.
        var opening = Task.Factory.StartNew(() => File.OpenHandle(path, FileMode.Open, access, Share), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await AbandonAsync(path, opening).ConfigureAwait(false);
            throw;
        }

        // The descriptor goes over to the stream of pipes, whose reads and writes wait in the system's queue of events and not in a thread.
        using var file = await opening.ConfigureAwait(false);
        var pipe = new SafePipeHandle(file.DangerousGetHandle(), ownsHandle: true);
        file.SetHandleAsInvalid();
        return new AnonymousPipeClientStream(direction, pipe);
    }

    /// <summary>Ends the wait of the thread: a pipe that is opened for both directions is its own other end.</summary>
    private static async Task AbandonAsync(string path, Task<SafeFileHandle> opening)
    {
        try
        {
            using var both = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, Share);
            (await opening.ConfigureAwait(false)).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The pipe is gone or may not be opened for both: the cancellation is what is reported.
        }
    }
}
