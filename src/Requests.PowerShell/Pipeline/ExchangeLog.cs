using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Writes a line for each request and answer to the verbose stream, and their headers to the debug stream; secrets masked.</summary>
internal sealed class ExchangeLog(Cmdlet cmdlet) : IExchangeObserver
{
    /// <summary>Whether anybody would see the log.</summary>
    /// <param name="cmdlet">The cmdlet that would write it.</param>
    internal static bool IsWanted(PSCmdlet cmdlet) =>
        IsOn(cmdlet, "Verbose", "VerbosePreference") || IsOn(cmdlet, "Debug", "DebugPreference");

    public void Sending(PreparedRequest request)
    {
        cmdlet.WriteVerbose($"{request.Method} {Redactor.Url(request.Url)}");
        WriteHeaders('>', request.Headers);
    }

    public void Received(Response response)
    {
        var size = response.Headers["Content-Length"] is { } length ? $", {length} bytes" : "";
        cmdlet.WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{response.StatusCode} {response.Reason}{size} in {response.Elapsed.TotalMilliseconds:0} ms"));
        WriteHeaders('<', response.Headers);
    }

    private static bool IsOn(PSCmdlet cmdlet, string parameter, string preference)
    {
        if (cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var bound)) return bound is SwitchParameter { IsPresent: true };
        return cmdlet.GetVariableValue(preference) is { } value && LanguagePrimitives.TryConvertTo<ActionPreference>(value, System.Globalization.CultureInfo.InvariantCulture, out var action) && action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }

    private void WriteHeaders(char direction, HeaderDictionary headers)
    {
        foreach (var (name, value) in headers) cmdlet.WriteDebug($"{direction} {name}: {Redactor.Header(name, value)}");
    }
}
