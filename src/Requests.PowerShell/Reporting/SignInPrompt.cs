using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Tells the person at the console where to sign in.</summary>
internal static class SignInPrompt
{
    /// <summary>Shows the message and opens the browser, where that is wanted and there is one.</summary>
    /// <param name="prompt">What the person has to do.</param>
    /// <param name="opensBrowser">Whether the browser of this machine is the one.</param>
    internal static void Show(OAuth2Prompt prompt, bool opensBrowser)
    {
        var words = prompt.UserCode is { } code
            ? $"To sign in, open {prompt.Uri} in a browser and enter the code {code}."
            : $"To sign in, go on in the browser that opens; if none does, open {prompt.Uri} on this machine.";

        // As Write-Host does: seen at the console, and still to be redirected.
        PipelineContext.Current?.Cmdlet.WriteInformation(new HostInformationMessage { Message = VisibleText.EscapeLine(words) }, ["PSHOST"]);
        if (opensBrowser) OpenBrowser(prompt.Uri);
    }

    private static void OpenBrowser(string uri)
    {
        try
        {
            using var started = Process.Start(new ProcessStartInfo(uri) { UseShellExecute = true });
        }
        catch (Exception error) when (error is Win32Exception or PlatformNotSupportedException or InvalidOperationException)
        {
            // There is no browser; the message says what to do.
        }
    }
}
