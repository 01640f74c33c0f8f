using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What cmdlets that wait for the engine have in common: stopping, errors, paths.</summary>
public abstract class RequestCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private PipelineContext? _context;
    private Exception? _stopsAll;

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
        if (WantsStop())
        {
            _stopsAll = error;
            throw error;
        }

        WriteWarning($"{what} failed: {error.Message}");
    }

    /// <summary>Writes a warning; what servers, files and pipelined objects say in it cannot move a terminal or command an agent.</summary>
    /// <param name="text">The warning.</param>
    internal new void WriteWarning(string text) => base.WriteWarning(VisibleText.EscapeLines(text));

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

    /// <summary>Emits what an action gives, unless that is null. Its failure is reported as <see cref="WriteRequestError"/> says.</summary>
    private protected void WriteOrThrow<T>(Func<T?> action)
        where T : class
    {
        T? value;
        try
        {
            value = action();
        }
        catch (Exception error) when (IsReported(error))
        {
            WriteRequestError(AsParameterError(error), target: null);
            return;
        }

        if (value is not null) WriteObject(value);
    }

    /// <summary>Returns what an action gives. Its failure ends the command.</summary>
    private protected T OrThrow<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (IsReported(error))
        {
            throw Terminating(ErrorRecords.ToRecord(AsParameterError(error), target: null));
        }
    }

    /// <summary>An argument that a constructor or property of the engine refuses came from a parameter.</summary>
    private static Exception AsParameterError(Exception error) =>
        error is ArgumentException argument ? new InvalidParameterException(argument.Message.Split(" (Parameter '")[0], argument) : error;

    /// <summary>Returns whether an exception becomes an error record; what stops the pipeline does not.</summary>
    /// <param name="error">The exception.</param>
    internal bool IsReported(Exception error) => !ReferenceEquals(error, _stopsAll) && !ErrorRecords.StopsPipeline(error);

    /// <summary>
    /// Reports a failure: as a terminating error where the call has no pipeline input and no -ErrorAction, so that try and catch see it;
    /// else as a non-terminating one, so that the other records of the pipeline go on.
    /// </summary>
    /// <param name="error">The exception.</param>
    /// <param name="target">The request, without secrets.</param>
    internal void WriteRequestError(Exception error, object? target)
    {
        var record = ErrorRecords.ToRecord(error, target);
        if (MyInvocation.ExpectingInput || Has("ErrorAction")) WriteError(record);
        else ThrowTerminatingError(record);
    }

    private protected Exception Conflict(string message) => throw Terminating(ErrorRecords.Conflict(message));

    /// <summary>A path of the file system as .NET understands it; wildcards mean themselves.</summary>
    private protected string FullPath(string path) => FullPath(path, null);

    /// <summary>A path as <see cref="FullPath(string)"/>, with the separator at its end that says that it is a folder.</summary>
    /// <param name="path">The path.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    private protected string FolderOrFile(string path, string parameter) =>
        FullPath(path, parameter) + (path.EndsWith('/') || path.EndsWith('\\') ? Path.DirectorySeparatorChar : "");

    private string FullPath(string path, string? parameter)
    {
        var name = parameter is null ? "" : $"{parameter}: ";
        try
        {
            var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name == "FileSystem" && !full.Contains('\0', StringComparison.Ordinal)) return full;
        }
        catch (Exception error) when (error is SessionStateException or NotSupportedException or ArgumentException or RuntimeException)
        {
            throw new InvalidParameterException($"{name}'{path}' is not a path of the file system: {error.Message}", error);
        }

        throw new InvalidParameterException($"{name}'{path}' is not a path of the file system.");
    }

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
