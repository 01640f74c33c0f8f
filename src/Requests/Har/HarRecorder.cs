namespace Requests;

/// <summary>Creates entries of an archive from exchanges.</summary>
/// <param name="redaction">Which values the entries contain.</param>
internal sealed class HarRecorder(HarRedaction redaction)
{
    /// <summary>Creates the entry of a response.</summary>
    /// <param name="response">The response. Its body is taken where it is in memory.</param>
    /// <param name="capture">The bodies of the exchange where they are not in memory, or null.</param>
    internal HarEntry CreateEntry(Response response, HarCapture? capture = null) => throw new NotImplementedException();

    /// <summary>Creates the entry of a request that failed; with its response where the error has one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="error">The error, such as a timeout.</param>
    /// <param name="started">The time at which the request was sent.</param>
    /// <param name="duration">The time until the error.</param>
    /// <param name="capture">The bodies of the exchange as far as they were sent and received, or null.</param>
    internal HarEntry CreateEntry(
        PreparedRequest request,
        Exception error,
        DateTimeOffset started,
        TimeSpan duration,
        HarCapture? capture = null) => throw new NotImplementedException();

    /// <summary>Returns a copy of an entry, such as that of a browser, in which the secrets are replaced.</summary>
    /// <param name="entry">The entry.</param>
    internal HarEntry Redact(HarEntry entry) => throw new NotImplementedException();
}
