using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The base class of the cmdlets: runs asynchronous work, handles stopping, reports errors and resolves paths.</summary>
public abstract partial class RequestCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private PipelineContext? _context;
    private Exception? _rethrown;

    /// <summary>Gets the context that runs the work of the engine on the pipeline thread.</summary>
    internal PipelineContext Context => _context ??= new PipelineContext(this);

    /// <summary>Gets the token that is canceled when the user stops the pipeline.</summary>
    internal CancellationToken StopToken => _stop.Token;

    /// <summary>Gets a value that indicates whether the user has stopped the pipeline.</summary>
    internal bool IsStopped => _stop.IsCancellationRequested;

    /// <summary>Gets or sets the progress display of the transfers, or null.</summary>
    internal TransferProgress? Progress { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels every wait.</summary>
    internal void Cancel()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command completed at the same moment, so there is nothing to cancel.
        }
    }

    /// <summary>Handles an exception of a user's callback: writes a warning, or rethrows it if the error action is Stop.</summary>
    /// <param name="callback">The name of the callback, for the message.</param>
    /// <param name="error">The exception of the callback.</param>
    internal void OnCallbackError(string callback, RuntimeException error)
    {
        if (StopsOnError())
        {
            _rethrown = error;
            throw error;
        }

        WriteWarning($"{callback} failed: {error.Message}");
    }

    /// <summary>Cancels every wait.</summary>
    protected override void StopProcessing() => Cancel();

    /// <summary>Releases the resources of the cmdlet.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _stop.Dispose();
    }

    private protected T Run<T>(Func<CancellationToken, Task<T>> start) => Run(start, static (start, cancellation) => start(cancellation));

    /// <summary>Runs a task of the engine until it has ended. A static function with a state needs no new delegate for each call.</summary>
    private protected T Run<TState, T>(TState state, Func<TState, CancellationToken, Task<T>> start)
    {
        try
        {
            return Context.Run(state, start, StopToken);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Returns whether a parameter was bound, possibly to $null.</summary>
    private protected bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Emits the result of an action, unless it is null, or reports its failure with <see cref="WriteRequestError"/>.</summary>
    private protected void WriteResult<T>(Func<T?> action)
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

    /// <summary>Returns the result of an action. A failure is a terminating error.</summary>
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

    /// <summary>Runs an action with a state. A failure is a terminating error.</summary>
    private protected void OrThrow<TState>(TState state, Action<TState> action)
    {
        try
        {
            action(state);
        }
        catch (Exception error) when (IsReported(error))
        {
            throw Terminating(ErrorRecords.ToRecord(AsParameterError(error), target: null));
        }
    }

    /// <summary>Converts an ArgumentException of the engine, which was caused by a parameter, to an InvalidParameterException.</summary>
    private static Exception AsParameterError(Exception error) =>
        error is ArgumentException argument ? new InvalidParameterException(argument.Message.Split(" (Parameter '")[0], argument) : error;

    /// <summary>Returns whether an exception is reported as an error record. An exception that stops the pipeline is not.</summary>
    /// <param name="error">The exception.</param>
    internal bool IsReported(Exception error) => !ReferenceEquals(error, _rethrown) && !ErrorRecords.StopsPipeline(error);

    /// <summary>
    /// Reports a failure. Without pipeline input and -ErrorAction it is a terminating error, so that try and catch see it. Otherwise it is
    /// a non-terminating error, so that the other records of the pipeline are still processed.
    /// </summary>
    /// <param name="error">The exception.</param>
    /// <param name="target">The request, without secrets.</param>
    internal void WriteRequestError(Exception error, object? target)
    {
        var record = ErrorRecords.ToRecord(error, target);
        if (MyInvocation.ExpectingInput || Has("ErrorAction")) WriteError(record);
        else ThrowTerminatingError(record);
    }

    /// <summary>Throws a terminating error: parameters that exclude each other were given.</summary>
    /// <param name="message">The message.</param>
    [DoesNotReturn]
    private protected void ThrowConflict(string message) => throw Terminating(ErrorRecords.Conflict(message));

    /// <summary>Resolves a path to a full path of the file system. Wildcards are taken literally.</summary>
    private protected string FullPath(string path) => FullPath(path, null);

    /// <summary>Resolves a path like <see cref="FullPath(string)"/> and keeps a separator at its end, which marks a folder.</summary>
    /// <param name="path">The path.</param>
    /// <param name="parameter">The name of the parameter, for the message.</param>
    private protected string FolderOrFile(string path, string parameter) =>
        FullPath(path, parameter) + (path.EndsWith('/') || path.EndsWith('\\') ? Path.DirectorySeparatorChar : "");

    /// <summary>Resolves a path like <see cref="FullPath(string)"/>.</summary>
    /// <param name="path">The path.</param>
    /// <param name="parameter">The name of the parameter, for the message; null where the message needs none.</param>
    private protected string FullPath(string path, string? parameter)
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

    private bool StopsOnError()
    {
        var preference = MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var bound)
            ? bound
            : GetVariableValue("ErrorActionPreference");
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        return LanguagePrimitives.TryConvertTo<ActionPreference>(preference, culture, out var action) && action == ActionPreference.Stop;
    }
}
