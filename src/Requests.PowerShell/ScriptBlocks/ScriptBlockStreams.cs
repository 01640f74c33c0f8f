using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Writes the error, warning, information, verbose and debug records of a script block to the streams of the cmdlet that runs it.
/// </summary>
internal static class ScriptBlockStreams
{
    /// <summary>Writes a record to its stream.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="record">An object that the script block emitted.</param>
    /// <returns>True if the object is a record of a stream; false if it is output.</returns>
    internal static bool Write(RequestCmdlet cmdlet, object? record)
    {
        switch (record)
        {
            // What a program writes to its standard error is not an error by itself: Azure CLI writes its notices there.
            case ErrorRecord { FullyQualifiedErrorId: "NativeCommandError" or "NativeCommandErrorMessage" } text:
                cmdlet.WriteWarning(text.ToString());
                return true;
            case ErrorRecord error:
                cmdlet.WriteError(error);
                return true;
            case WarningRecord warning:
                cmdlet.WriteWarning(warning.Message);
                return true;
            case InformationRecord information:
                cmdlet.WriteInformation(information);
                return true;

            // The script block may have turned these streams on itself while they are off in the cmdlet.
            case VerboseRecord verbose:
                if (ExchangeLog.IsOn(cmdlet, "Verbose", "VerbosePreference")) cmdlet.WriteVerbose(verbose.Message);
                else cmdlet.Host.UI.WriteVerboseLine(verbose.Message);
                return true;
            case DebugRecord debug:
                if (ExchangeLog.IsOn(cmdlet, "Debug", "DebugPreference")) cmdlet.WriteDebug(debug.Message);
                else cmdlet.Host.UI.WriteDebugLine(debug.Message);
                return true;
            default:
                return false;
        }
    }
}
