using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The accepted form of a session.</summary>
internal static class SessionForms
{
    /// <summary>The session, or null for none.</summary>
    /// <param name="value">What was given.</param>
    /// <exception cref="RequestException">It is no session, or one that came out of another process.</exception>
    internal static RequestSession? ToSession(object? value) => Values.Unwrap(value) switch
    {
        null => null,
        RequestSession session => session,
        var other when PSObject.AsPSObject(other).TypeNames.Contains("Deserialized.Requests.RequestSession") => throw new RequestException(
            "This session came out of a job, a remote machine or a file: its connections, cookies and credentials stayed there. Make a new one here with New-RequestSession."),
        var other => throw new RequestException($"Session cannot be {Values.TypeName(other)}: make one with New-RequestSession."),
    };
}
