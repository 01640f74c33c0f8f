using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace Requests;

/// <content>Maps responses.</content>
internal static partial class HttpMessageMapper
{
    /// <summary>Creates the response of a message.</summary>
    /// <param name="request">The request.</param>
    /// <param name="reply">The message of .NET.</param>
    /// <param name="timeouts">The timeouts of the exchange.</param>
    /// <exception cref="ConnectionException">The response is not HTTP.</exception>
    /// <exception cref="InvalidResponseHeaderException">The Content-Length is not valid.</exception>
    internal static Response ToResponse(PreparedRequest request, HttpResponseMessage reply, ExchangeTimeouts timeouts)
    {
        var host = reply.RequestMessage!.RequestUri!.IdnHost;
        var headers = new HeaderDictionary(reply.Headers.NonValidated.Count + reply.Content.Headers.NonValidated.Count);
        CheckStatus(request, reply, host);
        if (Collect(reply.Headers, headers) | Collect(reply.Content.Headers, headers)) RestoreCarried(headers);
        var length = reply.Version.Major > 1 ? NormalizeLength(headers, host) : null;
        if (request.Method == "HEAD" || (int)reply.StatusCode is 204 or 304) length = null;
        var body = new ReadTimeoutStream(reply.Content.ReadAsStream(), reply, host, timeouts) { ExpectedLength = length };
        return new Response(request, (int)reply.StatusCode, body)
        {
            Reason = GetReason(reply),
            Headers = headers,
            HttpVersion = reply.Version,
            Connection = timeouts.Connection,
        };
    }

    /// <summary>Copies the trailer fields of a message.</summary>
    /// <param name="trailers">The trailer fields.</param>
    internal static HeaderDictionary ToTrailers(HttpResponseHeaders trailers)
    {
        var copy = new HeaderDictionary(trailers.NonValidated.Count);
        Collect(trailers, copy);
        return copy;
    }

    /// <summary>Copies headers; returns whether <see cref="ResponseHead.CarrierHeader"/> is among them.</summary>
    private static bool Collect(HttpHeaders from, HeaderDictionary to)
    {
        var isCarried = false;
        foreach (var (name, values) in from.NonValidated)
        {
            isCarried |= name == ResponseHead.CarrierHeader;
            // A name comes once with all its values. Appending a hundred thousand values one by one would take quadratic time.
            if (values.Count == 1) to.Append(name, values.ToString());
            else to.SetValues(name, values);
        }

        return isCarried;
    }

    /// <summary>
    /// Restores the lines that .NET's headers cannot hold, and removes a <c>Connection: close</c> that the server did not send.
    /// </summary>
    private static void RestoreCarried(HeaderDictionary headers)
    {
        var carried = headers.GetValues(ResponseHead.CarrierHeader);
        headers.Remove(ResponseHead.CarrierHeader);
        foreach (var line in carried)
        {
            if (line.Split(':', 2) is [var name, var value]) headers.Append(name, value.TrimStart());
            else if (headers.GetValues("Connection") is { Count: > 1 } several) headers.SetValues("Connection", several.SkipLast(1));
            else headers.Remove("Connection");
        }
    }

    /// <summary>
    /// Refuses a status below 100, and a 101 for a request without Upgrade, as 101 ends HTTP (RFC 9110 sections 7.8 and 15).
    /// </summary>
    private static void CheckStatus(PreparedRequest request, HttpResponseMessage reply, string host)
    {
        if ((int)reply.StatusCode < 100)
        {
            throw new ConnectionException($"The response of '{host}' is not HTTP: its status is {(int)reply.StatusCode:000}.");
        }

        if (reply.StatusCode == HttpStatusCode.SwitchingProtocols && !request.Headers.ContainsKey("Upgrade"))
        {
            throw new ConnectionException(
                $"'{host}' changed the protocol (101 Switching Protocols) though the request has no Upgrade header.");
        }
    }

    /// <summary>Returns the length of a response over HTTP/2, by the rules that <see cref="ResponseFraming"/> has for HTTP/1.1.</summary>
    private static long? NormalizeLength(HeaderDictionary headers, string host)
    {
        var lengths = headers.GetValues("Content-Length");
        if (lengths.Count == 0) return null;
        var framing = default(ResponseFraming);
        try
        {
            foreach (var length in lengths) framing.Add(HeadName.ContentLength, Encoding.Latin1.GetBytes(length));
        }
        catch (InvalidResponseException error)
        {
            throw TransportErrors.Invalid(error, host);
        }

        headers["Content-Length"] = framing.Length!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return framing.Length;
    }

    /// <summary>Returns the reason phrase as UTF-8 where it is valid UTF-8, else as Latin-1.</summary>
    private static string GetReason(HttpResponseMessage reply) => Latin1.DecodeUtf8(reply.ReasonPhrase ?? "");
}
