using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;

namespace Requests.PowerShell;

/// <summary>
/// Runs one of the module's commands for a method: it binds, stops and calls back as it does anywhere, and what it fails with is thrown
/// with its record, so that <c>catch [Requests.HttpErrorException]</c> finds it and ErrorDetails has the server's words.
/// </summary>
internal static class CmdletInvoker
{
    /// <summary>Runs a command; an error ends it.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="parameters">Its parameters, as the caller of the method gave them, or null.</param>
    /// <param name="own">Those of the method itself.</param>
    /// <returns>What it emits: nothing, one object, or an array.</returns>
    internal static object? Run(string command, IDictionary? parameters, params ReadOnlySpan<(string Name, object? Value)> own)
    {
        var all = new Hashtable(StringComparer.OrdinalIgnoreCase) { ["ErrorAction"] = ActionPreference.Stop };
        foreach (DictionaryEntry parameter in parameters ?? new Hashtable()) all[parameter.Key] = parameter.Value;
        foreach (var (name, value) in own) all[name] = value;
        try
        {
            var emitted = ScriptBlock.Create($"param($Parameters) Requests\\{command} @Parameters").InvokeReturnAsIs(all);
            return ReferenceEquals(emitted, AutomationNull.Value) ? null : emitted;
        }
        catch (RuntimeException error) when (Cause(error) is { } cause)
        {
            throw new MethodFailedException(cause, ErrorRecords.ToRecord(cause, error.ErrorRecord.TargetObject));
        }
    }

    /// <summary>Runs a command that the module does not export. As a part of the running pipeline it is stopped with it, also where that has begun already; a nested pipeline would not be.</summary>
    /// <param name="command">The command.</param>
    /// <param name="parameters">Its parameters.</param>
    internal static void Run(CmdletInfo command, IDictionary parameters) =>
        ScriptBlock.Create("param($Command, $Parameters) & $Command @Parameters").InvokeReturnAsIs(command, parameters);

    private static RequestException? Cause(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is RequestException own) return own;
            if (error is RuntimeException { ErrorRecord.Exception: RequestException wrapped }) return wrapped;
        }

        return null;
    }
}
