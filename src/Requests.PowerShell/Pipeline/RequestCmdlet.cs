using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What cmdlets that wait for the engine have in common: stopping, errors, paths.</summary>
public abstract class RequestCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private PipelineContext? _context;

    /// <summary>Where the engine's work meets the pipeline thread.</summary>
    internal PipelineContext Context => _context ??= new PipelineContext(this);

    /// <summary>Cancelled when the user stops the pipeline.</summary>
    internal CancellationToken StopToken => _stop.Token;

    /// <summary>True once the user has stopped the pipeline.</summary>
    internal bool IsStopped => _stop.IsCancellationRequested;

    /// <summary>What shows how far transfers are, where there are some.</summary>
    internal TransferProgress? Progress { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends every wait.</summary>
    internal void Cancel()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command ended at the same moment: nothing is left to end.
        }
    }

    /// <summary>Handles what a callback of the user's threw: a warning, or the end where the caller wants errors to stop.</summary>
    /// <param name="what">What failed, for the message.</param>
    /// <param name="error">What it threw.</param>
    internal void OnCallbackError(string what, RuntimeException error)
    {
        if (WantsStop()) throw error;
        WriteWarning($"{what} failed: {error.Message}");
    }

    /// <summary>Writes a warning; what servers, files and pipelined objects say in it cannot move a terminal or command an agent.</summary>
    /// <param name="text">The warning.</param>
    internal new void WriteWarning(string text) => base.WriteWarning(VisibleText.Of(text));

    /// <summary>Ends every wait.</summary>
    protected override void StopProcessing() => Cancel();

    /// <summary>Lets go of what is open.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _stop.Dispose();
    }

    private protected T Run<T>(Func<CancellationToken, Task<T>> start)
    {
        try
        {
            return Context.Run(() => start(StopToken));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Whether a parameter was given, with $null too.</summary>
    private protected bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Emits what an action gives, unless that is null; what it cannot do ends the command.</summary>
    private protected void WriteOrThrow<T>(Func<T?> action)
        where T : class
    {
        if (OrThrow(action) is { } value) WriteObject(value);
    }

    /// <summary>What an action gives; what it cannot do ends the command.</summary>
    private protected T OrThrow<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (RequestErrors.AreReported(error))
        {
            throw Terminating(RequestErrors.ToRecord(error, target: null));
        }
    }

    /// <summary>Writes what a request failed with.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="target">What was asked for.</param>
    internal void WriteRequestError(Exception error, object? target) => WriteError(RequestErrors.ToRecord(error, target));

    private protected Exception Conflict(string message) => throw Terminating(RequestErrors.Conflict(message));

    /// <summary>A path of the file system as .NET understands it; wildcards mean themselves.</summary>
    private protected string FullPath(string path)
    {
        var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem" ? full : throw new InvalidBodyException($"'{path}' is not a path of the file system.");
    }

    /// <summary>A path as <see cref="FullPath"/>, with the separator at its end that says that it is a folder.</summary>
    private protected string FolderOrFile(string path) =>
        FullPath(path) + (path.EndsWith('/') || path.EndsWith('\\') ? Path.DirectorySeparatorChar : "");

    private Exception Terminating(ErrorRecord record)
    {
        ThrowTerminatingError(record);
        return record.Exception;
    }

    private bool WantsStop()
    {
        var preference = MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var bound) ? bound : GetVariableValue("ErrorActionPreference");
        return LanguagePrimitives.TryConvertTo<ActionPreference>(preference, System.Globalization.CultureInfo.InvariantCulture, out var action) && action == ActionPreference.Stop;
    }
}
