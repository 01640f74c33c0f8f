using System.Diagnostics;

namespace Requests.Mutate;

/// <summary>Runs test programs and stops each at its first failure.</summary>
internal static class TestProcess
{
    /// <summary>Runs a program.</summary>
    /// <param name="start">The program and its arguments.</param>
    /// <param name="limit">The longest time. A program that takes longer has noticed the change.</param>
    /// <param name="readFailure">Returns the name of the failed test in a line of the output, or null.</param>
    /// <returns>The failure, or null if all tests passed.</returns>
    public static string? Run(ProcessStartInfo start, TimeSpan limit, Func<string, string?> readFailure)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var failed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lastLine = "";
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not { } text) return;
            if (text.Trim().Length > 0) lastLine = text.Trim();
            if (readFailure(text) is { } name) failed.TrySetResult(name);
        };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            if (Task.WaitAny([failed.Task, process.WaitForExitAsync()], limit) < 0) return "time limit";
            if (!failed.Task.IsCompleted) process.WaitForExit();
            if (failed.Task.IsCompletedSuccessfully) return failed.Task.Result;
            return process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {lastLine}";
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit(10_000);
        }
    }
}
