using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Provides the members that the module adds to the engine's exceptions. The types file names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ErrorMembers
{
    /// <summary>Gets the text that is not JSON, with control characters escaped, because Get-Error and Format-List print it.</summary>
    /// <param name="instance">The exception.</param>
    public static string Doc(PSObject instance) => VisibleText.EscapeLines(((JsonDecodeException)instance.BaseObject).Doc);

    /// <summary>
    /// Gets the request and the response for Get-Error, or the connection and the request when there is no response. Secrets are redacted.
    /// Null when the exception has neither.
    /// </summary>
    /// <param name="instance">The exception.</param>
    public static string? Exchange(PSObject instance)
    {
        var text = new ExchangeText(colored: false, unmasked: false, BodyPreview.PreviewLength);
        return instance.BaseObject switch
        {
            RequestException { Response: { } response } => string.Join(Environment.NewLine, text.Format(response, timing: false)),
            RequestException { Request: { } request } error => string.Join(
                Environment.NewLine,
                text.Format(request, error.Connection)),
            _ => null,
        };
    }
}
