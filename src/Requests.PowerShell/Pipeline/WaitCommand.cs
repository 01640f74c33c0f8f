using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Requests.PowerShell;

/// <summary>
/// Waits for a reading of the engine that a script began with a property or an enumerator: PowerShell tells a command, and nothing else,
/// that its pipeline is stopped. It is no command of the module's; only <see cref="Wait"/> runs it.
/// </summary>
internal sealed class WaitCommand : RequestCmdlet
{
    private static readonly CmdletInfo Command = new("Wait-Reading", typeof(WaitCommand));

    /// <summary>What is waited for.</summary>
    [Parameter]
    public Task? Reading { get; set; }

    /// <summary>Ends it.</summary>
    [Parameter]
    public CancellationTokenSource? Stop { get; set; }

    /// <summary>Waits until the task has ended; where PowerShell runs on this thread, until it is stopped.</summary>
    /// <param name="reading">The task.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="PipelineStoppedException">The pipeline is stopped.</exception>
    internal static void Wait(Task reading, CancellationTokenSource stop)
    {
        if (Runspace.DefaultRunspace is null)
        {
            // No pipeline can be stopped here; an error is thrown where the result is taken.
            reading.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
            return;
        }

        try
        {
            CmdletInvoker.Run(Command, new Hashtable { [nameof(Reading)] = reading, [nameof(Stop)] = stop });
        }
        catch (PipelineStoppedException)
        {
            // The stop may have come before the command could begin.
            stop.Cancel();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        Stop!.Cancel();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Run(async _ =>
        {
            await Reading!.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        });
        StopToken.ThrowIfCancellationRequested();
    }
}
