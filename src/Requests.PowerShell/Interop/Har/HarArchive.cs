using System.Text.Json.Serialization;

namespace Requests.PowerShell;

/// <summary>Represents an HTTP archive. The names and the order of the properties are those of the format.</summary>
/// <param name="Log">The content of the archive.</param>
/// <remarks>HAR 1.2.</remarks>
internal sealed record HarArchive(HarLog Log);

/// <summary>Represents the content of an archive.</summary>
/// <param name="Version">The version of the format.</param>
/// <param name="Creator">The application that writes the archive.</param>
/// <param name="Entries">The exchanges in the order of their arrival; each is created when it is written.</param>
internal sealed record HarLog(string Version, HarCreator Creator, IEnumerable<HarEntry> Entries);

/// <summary>Represents the application that writes the archive.</summary>
/// <param name="Name">The name of the application.</param>
/// <param name="Version">The version of the application.</param>
internal sealed record HarCreator(string Name, string Version);

/// <summary>Represents one exchange.</summary>
/// <param name="StartedDateTime">The time at which it began, in ISO 8601.</param>
/// <param name="Time">The duration in milliseconds.</param>
/// <param name="Request">The request.</param>
/// <param name="Response">The response.</param>
/// <param name="Cache">The use of a cache, which this module does not have.</param>
/// <param name="Timings">The durations of the phases.</param>
/// <param name="ServerIPAddress">The address that was connected to; null is not written.</param>
/// <param name="Connection">The number of the local port, which identifies the connection; null is not written.</param>
/// <param name="ServerPort">The port that was connected to, as browsers write it; null is not written.</param>
/// <param name="SecurityDetails">The result of TLS, as browsers write it; null is not written.</param>
internal sealed record HarEntry(
    string StartedDateTime,
    double Time,
    HarRequest Request,
    HarResponse Response,
    HarCache Cache,
    HarTimings Timings,
    [property: JsonPropertyName("serverIPAddress")] string? ServerIPAddress,
    string? Connection,
    [property: JsonPropertyName("_serverPort")] int? ServerPort,
    [property: JsonPropertyName("_securityDetails")] HarSecurityDetails? SecurityDetails);

/// <summary>Represents the result of TLS. The names and units are those of browsers.</summary>
/// <param name="Protocol">The version, such as <c>TLS 1.3</c>.</param>
/// <param name="Cipher">The cipher suite.</param>
/// <param name="SubjectName">The common name of the certificate.</param>
/// <param name="SanList">The DNS names and the addresses that the certificate is for.</param>
/// <param name="Issuer">The common name of the issuer.</param>
/// <param name="ValidFrom">The beginning of the validity, in seconds since 1970.</param>
/// <param name="ValidTo">The end of the validity, in seconds since 1970.</param>
internal sealed record HarSecurityDetails(
    string? Protocol,
    string? Cipher,
    string SubjectName,
    IEnumerable<string> SanList,
    string Issuer,
    long ValidFrom,
    long ValidTo);

/// <summary>Represents a request.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The URL.</param>
/// <param name="HttpVersion">The version of HTTP, such as <c>HTTP/1.1</c>.</param>
/// <param name="Cookies">The cookies.</param>
/// <param name="Headers">The headers.</param>
/// <param name="QueryString">The decoded pairs of the query.</param>
/// <param name="PostData">The body; null is not written.</param>
/// <param name="HeadersSize">The size of the head in bytes, which is not known: -1.</param>
/// <param name="BodySize">The size of the body in bytes; -1 when it is not known.</param>
internal sealed record HarRequest(
    string Method,
    string Url,
    string HttpVersion,
    IEnumerable<HarPair> Cookies,
    IEnumerable<HarPair> Headers,
    IEnumerable<HarPair> QueryString,
    HarPostData? PostData,
    int HeadersSize,
    long BodySize);

/// <summary>Represents the body of a request.</summary>
/// <param name="MimeType">The media type with its parameters.</param>
/// <param name="Text">The body as text, or a description of it.</param>
internal sealed record HarPostData(string MimeType, string Text);

/// <summary>Represents a response.</summary>
/// <param name="Status">The status code.</param>
/// <param name="StatusText">The reason phrase.</param>
/// <param name="HttpVersion">The version of HTTP, such as <c>HTTP/1.1</c>.</param>
/// <param name="Cookies">The cookies that it sets.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Content">The body.</param>
/// <param name="RedirectUrl">The value of Location, or empty.</param>
/// <param name="HeadersSize">The size of the head in bytes, which is not known: -1.</param>
/// <param name="BodySize">The size of the body on the network in bytes; -1 when it is not known.</param>
/// <param name="Trailers">The trailer fields, which the format does not have; null is not written.</param>
internal sealed record HarResponse(
    int Status,
    string StatusText,
    string HttpVersion,
    IEnumerable<HarPair> Cookies,
    IEnumerable<HarPair> Headers,
    HarContent Content,
    [property: JsonPropertyName("redirectURL")] string RedirectUrl,
    int HeadersSize,
    long BodySize,
    [property: System.Text.Json.Serialization.JsonPropertyName("_trailers")] IEnumerable<HarPair>? Trailers);

/// <summary>Represents the body of a response.</summary>
/// <param name="Size">The number of decoded bytes; 0 when the body was not read.</param>
/// <param name="MimeType">The media type with its parameters.</param>
/// <param name="Text">The body as text or in Base64; null is not written.</param>
/// <param name="Encoding">The text <c>base64</c> where the body is in Base64; null is not written.</param>
internal sealed record HarContent(int Size, string MimeType, string? Text = null, string? Encoding = null);

/// <summary>Represents the use of a cache, as an empty object.</summary>
internal sealed record HarCache;

/// <summary>Represents the durations of the phases in milliseconds; -1 for a phase that did not take place.</summary>
/// <param name="Blocked">The wait for the rate limit of the session; that for a connection is not measured.</param>
/// <param name="Dns">The lookup of the name.</param>
/// <param name="Connect">The opening of the connection, that of TLS included.</param>
/// <param name="Ssl">The opening of TLS.</param>
/// <param name="Send">The sending of the request, which is part of the wait: 0.</param>
/// <param name="Wait">The wait for the first byte of the response.</param>
/// <param name="Receive">The reading of the body.</param>
internal sealed record HarTimings(double Blocked, double Dns, double Connect, double Ssl, double Send, double Wait, double Receive);

/// <summary>Represents a header, a cookie or a pair of a query.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
internal sealed record HarPair(string Name, string Value);
