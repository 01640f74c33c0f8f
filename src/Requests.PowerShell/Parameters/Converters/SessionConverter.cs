using System.Collections;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts parameters to sessions.</summary>
internal static class SessionConverter
{
    /// <summary>Converts to a session; null stays null.</summary>
    /// <param name="value">A session.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="RequestException">The value is not a session, or a session that was deserialized.</exception>
    internal static RequestSession? ToSession(object? value, string parameter = "Session") => PSValue.Unwrap(value) switch
    {
        null => null,
        RequestSession session => session,
        var other when PSObject.AsPSObject(other).TypeNames.Contains("Deserialized.Requests.RequestSession") =>
            throw new InvalidParameterException(
                "This session comes from a job, a remote machine or a file, without its connections, cookies and credentials. "
                + "Create a session with its settings by New-RequestSession -From."),
        _ => throw ParameterErrors.Invalid(parameter, value, "a session of New-RequestSession"),
    };

    /// <summary>Converts to a session that must not be null.</summary>
    /// <param name="value">A session.</param>
    /// <exception cref="InvalidParameterException">The value is null, not a session, or a session that was deserialized.</exception>
    internal static RequestSession ToRequiredSession(object? value) =>
        ToSession(value) ?? throw ParameterErrors.Invalid("Session", value, "a session of New-RequestSession");

    /// <summary>Creates a session with the settings of another one. Connections and adapters are not shared.</summary>
    /// <param name="value">A session, which may be deserialized from a file or another process; null for the default settings.</param>
    /// <param name="omitted">The names of the settings that were not saved with a deserialized session.</param>
    /// <exception cref="RequestException">The value is not a session, or does not have settings.</exception>
    internal static RequestSession ToCopy(object? value, out IReadOnlyList<string> omitted)
    {
        omitted = [];
        var copy = new RequestSession();
        if (value is not null
            && PSValue.Read(PSObject.AsPSObject(value).Properties["Settings"], "From") is IDictionary settings
            && PSValue.Unwrap(value) is not RequestSession)
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
        copy.RateLimit = session.RateLimit;
        copy.Cache = session.Cache;
        copy.Defaults = session.Defaults;
        return copy;
    }
}
