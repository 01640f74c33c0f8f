using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What PowerShell adds to the engine's exceptions; the types file names it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ErrorMembers
{
    /// <summary>The text that is not JSON, made safe to show: Get-Error and Format-List print it.</summary>
    /// <param name="instance">The exception.</param>
    public static string Doc(PSObject instance) => VisibleText.EscapeLines(((JsonDecodeException)instance.BaseObject).Doc);

    /// <summary>What was sent and what came back, secrets masked, for Get-Error; null where nothing was.</summary>
    /// <param name="instance">The exception.</param>
    public static string? Exchange(PSObject instance)
    {
        var text = new ExchangeText(colored: false, unmasked: false, BodyPreview.PreviewLength);
        return instance.BaseObject switch
        {
            RequestException { Response: { } response } => string.Join(Environment.NewLine, text.Format(response, timing: false)),
            RequestException { Request: { } request } => string.Join(Environment.NewLine, text.Format(request)),
            _ => null,
        };
    }
}
