namespace Requests.PowerShell;

/// <summary>Completes the names of the cookies that a session, response or jar has.</summary>
public sealed class CookieNameCompleter : SessionCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<string> GetValues(object session) =>
        session is RequestSession or Response or CookieJar ? CookieJarConverter.ToJar(session).Keys : [];
}
