namespace Requests.PowerShell;

/// <summary>Completes the names of the cookies that a session, response or jar has.</summary>
public sealed class CookieNameCompleter : SessionCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<(string Value, string ToolTip)> GetValues(object session) =>
        session is RequestSession or Response or CookieJar ? CookieJarConverter.ToJar(session).Select(Describe) : [];

    private static (string Value, string ToolTip) Describe(RequestCookie cookie) =>
        (cookie.Name, VisibleText.EscapeLine($"The cookie of {cookie.Domain ?? "the host of each call"}, path {cookie.Path}."));
}
