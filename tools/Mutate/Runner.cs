using System.Diagnostics;

namespace Requests.Mutate;

/// <summary>Runs test programs and stops them at the first failure.</summary>
internal static class Runner
{
    /// <summary>Runs a program.</summary>
    /// <param name="start">The program.</param>
    /// <param name="limit">The longest time; a program that takes longer has noticed the change.</param>
    /// <param name="readFailure">Reads the name of a failed test from a line.</param>
    /// <returns>What failed, or null.</returns>
    public static string? Run(ProcessStartInfo start, TimeSpan limit, Func<string, string?> readFailure)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var failed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var last = "";
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not { } text) return;
            if (text.Trim().Length > 0) last = text.Trim();
            if (readFailure(text) is { } name) failed.TrySetResult(name);
        };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            if (Task.WaitAny([failed.Task, process.WaitForExitAsync()], limit) < 0) return "time limit";
            if (!failed.Task.IsCompleted) process.WaitForExit();
            return failed.Task.IsCompletedSuccessfully ? failed.Task.Result : process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {last}";
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit(10_000);
        }
    }
}
