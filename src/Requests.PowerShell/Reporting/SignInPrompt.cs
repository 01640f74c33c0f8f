using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Shows the user at the console where to sign in.</summary>
internal static class SignInPrompt
{
    /// <summary>Shows the message and, if specified, opens the browser of this machine.</summary>
    /// <param name="prompt">The URL to open and the code to enter.</param>
    /// <param name="opensBrowser">Whether the browser of this machine is opened.</param>
    internal static void Show(OAuth2Prompt prompt, bool opensBrowser)
    {
        var message = prompt.UserCode is { } code
            ? $"To sign in, open {prompt.Uri} in a browser and enter the code {code}."
            : $"To sign in, go on in the browser that opens; if none does, open {prompt.Uri} on this machine.";

        // As in Write-Host, the tag shows the message at the console, and the information stream can be redirected.
        PipelineContext.Current?.Cmdlet.WriteInformation(
            new HostInformationMessage { Message = VisibleText.EscapeLine(message) },
            ["PSHOST"]);
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
            // No browser could be opened; the message contains the URL.
        }
    }
}
