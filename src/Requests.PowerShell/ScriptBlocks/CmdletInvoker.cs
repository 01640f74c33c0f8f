using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;

namespace Requests.PowerShell;

/// <summary>
/// Runs a cmdlet of the module on behalf of a method, such as <c>$session.Get()</c>. Binding, stopping and callbacks work as in a direct
/// call.
/// A failure is thrown with its error record, so that <c>catch [Requests.HttpErrorException]</c> works and ErrorDetails is set.
/// </summary>
internal static class CmdletInvoker
{
    /// <summary>Runs a cmdlet with <c>-ErrorAction Stop</c>.</summary>
    /// <param name="command">The name of the cmdlet.</param>
    /// <param name="parameters">The parameters from the caller of the method, or null.</param>
    /// <param name="own">The parameters that the method sets. They take precedence.</param>
    /// <returns>The output: null, one object, or an array.</returns>
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
        catch (RuntimeException error) when (FindCause(error) is { } cause)
        {
            throw new MethodFailedException(cause, ErrorRecords.ToRecord(cause, error.ErrorRecord.TargetObject));
        }
        catch (ParameterBindingException error)
        {
            // A name in the caller's map that is not a parameter, or a switch that is neither true nor false.
            var cause = new InvalidParameterException(error.Message, error);
            throw new MethodFailedException(cause, ErrorRecords.ToRecord(cause, target: null));
        }
    }

    /// <summary>
    /// Runs a cmdlet that the module does not export as a part of the running pipeline. It is stopped together with the pipeline, even when
    /// the stop has already begun. A nested pipeline is not.
    /// </summary>
    /// <param name="command">The cmdlet.</param>
    /// <param name="parameters">The parameters.</param>
    internal static void Run(CmdletInfo command, IDictionary parameters) =>
        ScriptBlock.Create("param($Command, $Parameters) & $Command @Parameters").InvokeReturnAsIs(command, parameters);

    private static RequestException? FindCause(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is RequestException requestError) return requestError;
            if (error is RuntimeException { ErrorRecord.Exception: RequestException wrapped }) return wrapped;
        }

        return null;
    }
}
