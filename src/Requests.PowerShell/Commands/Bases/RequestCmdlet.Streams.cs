using System.Management.Automation;

namespace Requests.PowerShell;

/// <content>
/// What the cmdlet writes to its streams. PowerShell refuses it while another command of the pipeline runs; where that one runs the work
/// of this cmdlet, it writes in its place.
/// </content>
public abstract partial class RequestCmdlet
{
    private RequestCmdlet? Helper => _context?.Helper;

    /// <summary>
    /// Writes a warning. Control characters are escaped, so that text of servers, files and pipelined objects cannot control a terminal
    /// or a CI agent.
    /// </summary>
    /// <param name="text">The warning.</param>
    internal new void WriteWarning(string text)
    {
        if (Helper is { } other) other.WriteWarning(text);
        else base.WriteWarning(VisibleText.EscapeLines(text));
    }

    /// <summary>Writes a line to the verbose stream.</summary>
    /// <param name="text">The line.</param>
    internal new void WriteVerbose(string text)
    {
        if (Helper is { } other) other.WriteVerbose(text);
        else base.WriteVerbose(text);
    }

    /// <summary>Writes a line to the debug stream.</summary>
    /// <param name="text">The line.</param>
    internal new void WriteDebug(string text)
    {
        if (Helper is { } other) other.WriteDebug(text);
        else base.WriteDebug(text);
    }

    /// <summary>Writes an error.</summary>
    /// <param name="record">The error.</param>
    internal new void WriteError(ErrorRecord record)
    {
        if (Helper is { } other) other.WriteError(record);
        else base.WriteError(record);
    }

    /// <summary>Writes a record of progress.</summary>
    /// <param name="record">The record.</param>
    internal new void WriteProgress(ProgressRecord record)
    {
        if (Helper is { } other) other.WriteProgress(record);
        else base.WriteProgress(record);
    }

    /// <summary>Writes a record to the information stream.</summary>
    /// <param name="record">The record.</param>
    internal new void WriteInformation(InformationRecord record)
    {
        if (Helper is { } other) other.WriteInformation(record);
        else base.WriteInformation(record);
    }

    /// <summary>Writes a message to the information stream.</summary>
    /// <param name="message">The message.</param>
    /// <param name="tags">The tags of the message.</param>
    internal new void WriteInformation(object message, string[] tags)
    {
        if (Helper is { } other) other.WriteInformation(message, tags);
        else base.WriteInformation(message, tags);
    }
}
