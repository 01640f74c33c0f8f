using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>A script block of the caller failed. The error record is the script's own: its exception, id and message.</summary>
/// <param name="what">The block, for the advice.</param>
/// <param name="error">What the block threw.</param>
internal sealed class ScriptFailedException(string what, RuntimeException error) : RequestException(error.Message, error)
{
    /// <summary>Returns what a script block threw: its RequestException, such as a ConnectionException of an adapter, or this exception around anything else.</summary>
    /// <param name="what">The block, for the advice.</param>
    /// <param name="error">What the block threw.</param>
    internal static RequestException From(string what, RuntimeException error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is RequestException own) return own;
            if (cause is RuntimeException { ErrorRecord.Exception: RequestException thrown }) return thrown;
        }

        return new ScriptFailedException(what, error);
    }

    /// <summary>The block that failed.</summary>
    internal string What => what;

    /// <summary>The error of the script.</summary>
    internal ErrorRecord Record => error.ErrorRecord;
}
