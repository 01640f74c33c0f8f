namespace Requests;

/// <summary>Creates requests, responses and errors from the entries of an archive.</summary>
internal static class HarReplay
{
    /// <summary>
    /// Creates the request of an entry, for a comparison or for sending it. Headers of HTTP/2 whose names begin with a colon are left out.
    /// </summary>
    /// <param name="entry">The entry.</param>
    internal static PreparedRequest CreateRequest(HarEntry entry) => throw new NotImplementedException();

    /// <summary>
    /// Creates the response of an entry. Its body has the content codings that its headers say; its Content-Length is that of its body. A
    /// body that the error of the entry has cut off ends with that error.
    /// </summary>
    /// <param name="entry">The entry, with a status above 0.</param>
    /// <param name="request">The request that the response is for.</param>
    internal static Response CreateResponse(HarEntry entry, PreparedRequest request) => throw new NotImplementedException();

    /// <summary>
    /// Creates the error of an entry whose request received no response: the one that was recorded or, for the archive of a browser, an
    /// error of the connection. Null for an entry with a response.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="request">The request that the error is for.</param>
    internal static RequestException? CreateError(HarEntry entry, PreparedRequest request) => throw new NotImplementedException();
}
