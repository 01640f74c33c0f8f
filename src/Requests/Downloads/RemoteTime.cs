using System.Globalization;

namespace Requests;

/// <summary>Sets the time of a file to that of the server.</summary>
/// <remarks>RFC 9110 section 8.8.2. curl: <c>--remote-time</c>.</remarks>
internal static class RemoteTime
{
    /// <summary>
    /// Sets the time of the last change of a file to Last-Modified. A missing, invalid or future time, and one before 1970, is not set.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="response">The response.</param>
    /// <param name="now">The current time.</param>
    /// <returns>Why the time was not set, or null.</returns>
    internal static string? Apply(string path, Response response, DateTimeOffset now)
    {
        const string Kept = ", so the file keeps the time of the download";
        if (response.Headers["Last-Modified"] is not { } text) return $"There is no Last-Modified{Kept}";
        if (HttpDate.Parse(text) is not { } time) return $"Last-Modified is not a date{Kept}";
        var shown = time.ToString("u", CultureInfo.InvariantCulture);
        if (time > now) return $"Last-Modified is in the future ({shown}){Kept}";
        if (time < DateTimeOffset.UnixEpoch) return $"Last-Modified is before 1970 ({shown}){Kept}";
        try
        {
            File.SetLastWriteTimeUtc(path, time.UtcDateTime);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"The time of '{path}' cannot be set: {error.Message}";
        }
    }
}
