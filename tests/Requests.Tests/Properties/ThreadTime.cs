using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Requests.Tests;

/// <summary>
/// Measures the processor time of this thread, which does not grow while other processes use the machine. Where .NET cannot read such a
/// clock, it measures the elapsed time.
/// </summary>
internal static class ThreadTime
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int ThreadClock = 3;

    internal static TimeSpan Now =>
        OperatingSystem.IsLinux() && Environment.Is64BitProcess && clock_gettime(ThreadClock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000d)
            : Stopwatch.GetElapsedTime(0);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        internal readonly long Seconds;
        internal readonly long Nanoseconds;
    }
}
