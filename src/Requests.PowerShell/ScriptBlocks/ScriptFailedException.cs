using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// The exception that is thrown when a script block of the caller fails. The error record is that of the script: its exception, id and
/// message.
/// </summary>
/// <param name="what">The script block, for the recommended action.</param>
/// <param name="error">The exception of the script block.</param>
internal sealed class ScriptFailedException(string what, RuntimeException error) : RequestException(error.Message, error)
{
    /// <summary>
    /// Returns the <see cref="RequestException"/> that a script block threw, such as a ConnectionException of an adapter. Any other
    /// exception
    /// is wrapped into a <see cref="ScriptFailedException"/>.
    /// </summary>
    /// <param name="what">The script block, for the recommended action.</param>
    /// <param name="error">The exception of the script block.</param>
    internal static RequestException From(string what, RuntimeException error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is RequestException requestError) return requestError;
            if (cause is RuntimeException { ErrorRecord.Exception: RequestException thrown }) return thrown;
        }

        return new ScriptFailedException(what, error);
    }

    /// <inheritdoc/>
    internal override RequestException CopyForWaiter() => new ScriptFailedException(what, error);

    /// <summary>Gets the description of the script block.</summary>
    internal string ScriptDescription => what;

    /// <summary>Gets the error record of the script.</summary>
    internal ErrorRecord Record => error.ErrorRecord;
}
