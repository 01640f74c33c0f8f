using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Requests.Tests;

/// <summary>The processor time of this thread, which does not grow while others use the machine; where the system has no such clock that .NET can ask, the time of the wall.</summary>
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
