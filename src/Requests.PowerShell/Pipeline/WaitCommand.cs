using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Requests.PowerShell;

/// <summary>
/// Waits for a read operation of the engine that a script started with a property or an enumerator. PowerShell notifies only commands that
/// their pipeline is stopped. The module does not export this command; only <see cref="Wait"/> runs it.
/// </summary>
internal sealed class WaitCommand : RequestCmdlet
{
    private static readonly CmdletInfo Command = new("Wait-Reading", typeof(WaitCommand));

    /// <summary>Gets or sets the task that is waited for.</summary>
    [Parameter]
    public Task? Reading { get; set; }

    /// <summary>Gets or sets the source that cancels the task.</summary>
    [Parameter]
    public CancellationTokenSource? Stop { get; set; }

    /// <summary>Waits until the task has ended or, on a thread of a PowerShell pipeline, until the pipeline is stopped.</summary>
    /// <param name="reading">The task.</param>
    /// <param name="stop">The source that cancels the task.</param>
    /// <exception cref="PipelineStoppedException">The pipeline is stopped.</exception>
    internal static void Wait(Task reading, CancellationTokenSource stop)
    {
        if (Runspace.DefaultRunspace is null)
        {
            // This thread has no pipeline that can be stopped. The continuation hides the task's error, which is thrown where the result is
            // read.
            var ended = reading.ContinueWith(
                static _ => { },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            ended.Wait(CancellationToken.None);
            return;
        }

        try
        {
            CmdletInvoker.Run(Command, new Hashtable { [nameof(Reading)] = reading, [nameof(Stop)] = stop });
        }
        catch (PipelineStoppedException)
        {
            // The pipeline may be stopped before the command begins.
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
