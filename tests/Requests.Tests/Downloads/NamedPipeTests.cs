using System.Diagnostics;
using System.IO.Pipes;

namespace Requests.Tests.Downloads;

public sealed class NamedPipeTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pipe");

    public NamedPipeTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells what a file is.");
        using var making = Process.Start("mkfifo", _path);
        making.WaitForExit();
    }

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(PipeDirection.In)]
    [InlineData(PipeDirection.Out)]
    public async Task The_wait_for_the_other_end_can_be_cancelled_and_leaves_no_thread(PipeDirection direction)
    {
        using var stop = new CancellationTokenSource();
        var opening = NamedPipe.OpenAsync(_path, direction, stop.Token);
        Assert.False(opening.IsCompleted);

        await stop.CancelAsync();

        // It ends after the waiting thread.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Long, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_read_can_be_cancelled_while_the_writer_is_idle()
    {
        using var stop = new CancellationTokenSource();
        await using var writer = Both();
        await using var reader = await NamedPipe.OpenAsync(_path, PipeDirection.In, stop.Token);
        await writer.WriteAsync("x"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(1, await reader.ReadAsync(new byte[9], stop.Token));
        var reading = reader.ReadAsync(new byte[9], stop.Token).AsTask();
        Assert.False(reading.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Long, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_write_can_be_cancelled_while_the_reader_is_idle()
    {
        using var stop = new CancellationTokenSource();
        await using var reader = Both();
        await using var writer = await NamedPipe.OpenAsync(_path, PipeDirection.Out, stop.Token);

        var writing = writer.WriteAsync(new byte[10_000_000], stop.Token).AsTask();
        Assert.False(writing.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing.WaitAsync(Long, TestContext.Current.CancellationToken));
    }

    /// <summary>Opens both ends together, so that opening does not wait.</summary>
    private FileStream Both() => new(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
