namespace Requests;

/// <summary>Judges the cookies that a response sets.</summary>
internal static class CookieFindings
{
    /// <summary>Judges the cookies; returns null for a response that sets none.</summary>
    /// <param name="response">The response.</param>
    /// <param name="refused">Why cookies were ignored; empty where none was, or where that is not known.</param>
    internal static Verdict? Judge(Response response, IReadOnlyList<string> refused)
    {
        var count = response.Headers.GetValues("Set-Cookie").Count;
        if (count == 0) return null;
        var names = string.Join(", ", response.Cookies.Keys.Distinct(StringComparer.Ordinal));
        var accepted = names.Length == 0 ? "No cookie was accepted." : $"Accepted: {names}.";
        if (refused.Count == 0)
        {
            return Verdict.Passed(
                accepted,
                response.Session is null ? "Use a session (-Session), so that later calls send the cookies." : "");
        }

        return Verdict.Warning(
            $"{accepted} {string.Join(" ", refused.Select(static reason => $"{reason.TrimEnd('.')}."))}",
            "The server has to correct the domain, the prefix or the attributes of the cookies that are ignored, also by browsers.");
    }
}
