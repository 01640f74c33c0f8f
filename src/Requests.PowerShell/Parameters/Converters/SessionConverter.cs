using System.Collections;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The accepted form of a session.</summary>
internal static class SessionConverter
{
    /// <summary>The session, or null for none.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="RequestException">It is no session, or one that came out of another process.</exception>
    internal static RequestSession? ToSession(object? value, string parameter = "Session") => PSValue.Unwrap(value) switch
    {
        null => null,
        RequestSession session => session,
        var other when PSObject.AsPSObject(other).TypeNames.Contains("Deserialized.Requests.RequestSession") => throw new InvalidParameterException(
            "This session came out of a job, a remote machine or a file: its connections, cookies and credentials stayed there. Make a new one here: New-RequestSession -From takes its settings over."),
        _ => throw ParameterErrors.Invalid(parameter, value, "a session of New-RequestSession"),
    };

    /// <summary>The session, where there must be one.</summary>
    /// <param name="value">What was given.</param>
    /// <exception cref="InvalidParameterException">It is no session, or one that came out of another process.</exception>
    internal static RequestSession Required(object? value) => ToSession(value) ?? throw ParameterErrors.Invalid("Session", value, "a session of New-RequestSession");

    /// <summary>A new session with the settings of another; connections and adapters are its own.</summary>
    /// <param name="value">A session, or one that came out of a file or another process; null for the usual settings.</param>
    /// <param name="omitted">What a saved session was saved without.</param>
    /// <exception cref="RequestException">It is no session, or holds no settings.</exception>
    internal static RequestSession ToCopy(object? value, out IReadOnlyList<string> omitted)
    {
        omitted = [];
        var copy = new RequestSession();
        if (value is not null && PSValue.Unwrap(PSObject.AsPSObject(value).Properties["Settings"]?.Value) is IDictionary settings && PSValue.Unwrap(value) is not RequestSession)
        {
            omitted = SavedSession.Restore(settings, copy);
            return copy;
        }

        if (ToSession(value, "From") is not { } session) return copy;
        copy.Headers = session.Headers.Copy();
        copy.Params = session.Params.Merge(over: null);
        copy.Auth = session.Auth;
        copy.Cookies = session.Cookies.Copy();
        copy.Hooks = session.Hooks;
        copy.BaseUri = session.BaseUri;
        copy.SensitiveHeaders = session.SensitiveHeaders;
        copy.RedirectTarget = session.RedirectTarget;
        copy.TrustEnv = session.TrustEnv;
        copy.MaximumCookies = session.MaximumCookies;
        copy.Defaults = session.Defaults;
        return copy;
    }
}
