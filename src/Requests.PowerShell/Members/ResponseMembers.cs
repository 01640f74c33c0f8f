using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Provides the members that the module adds to responses. The types file names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ResponseMembers
{
    /// <summary>Reads the body as JSON and returns PowerShell objects.</summary>
    /// <param name="instance">The response.</param>
    /// <param name="asHashtable">True to return dictionaries instead of objects; the default is false.</param>
    /// <exception cref="JsonDecodeException">The body is not JSON.</exception>
    /// <remarks>requests: <c>Response.json</c>.</remarks>
    public static object? Json(PSObject instance, object? asHashtable = null)
    {
        var returnsMaps = SessionProperties.Try(() => BooleanConverter.ToFlag(asHashtable, "asHashtable"));
        return JsonObjectReader.Read(GetResponse(instance).GetJsonUtf8().Span, returnsMaps, GetResponse(instance));
    }

    /// <summary>Reads the body as an XML document.</summary>
    /// <param name="instance">The response.</param>
    /// <exception cref="XmlDecodeException">The body is not XML, or has a document type declaration.</exception>
    public static object Xml(PSObject instance) => GetResponse(instance).ReadXml();

    /// <summary>Reads the body as CSV and returns the rows as objects, whose properties the header names.</summary>
    /// <param name="instance">The response.</param>
    /// <param name="delimiter">The character between two fields; null (the default) for a comma or, in tab-separated values, a tab.</param>
    /// <exception cref="CsvDecodeException">The body ends inside of a quoted field, or has too many columns.</exception>
    public static object[] Csv(PSObject instance, object? delimiter = null)
    {
        var separator = SessionProperties.Try(() => DelimiterConverter.ToDelimiter(delimiter, "delimiter"));
        return [.. CsvContent.Read(GetResponse(instance), separator).SelectMany(DocumentObjects.ToObjects)];
    }

    /// <summary>Reads the body as a feed and returns its items.</summary>
    /// <param name="instance">The response.</param>
    /// <exception cref="XmlDecodeException">The body is not XML, or not a feed.</exception>
    public static object[] Feed(PSObject instance) => [.. GetResponse(instance).ReadFeed()];

    /// <summary>Gets the bytes of the body.</summary>
    /// <param name="instance">The response.</param>
    /// <exception cref="MethodInvocationException">The body cannot be read. The inner exception is the reason.</exception>
    /// <remarks>PowerShell returns $null for a property that throws any other type of exception.</remarks>
    public static byte[]? Content(PSObject instance) => Read(instance, static response => response.Content);

    /// <summary>Gets the body as text.</summary>
    /// <param name="instance">The response.</param>
    /// <exception cref="MethodInvocationException">The body cannot be read. The inner exception is the reason.</exception>
    public static string Text(PSObject instance) => Read(instance, static response => response.Text);

    /// <summary>Gets the name of the encoding of the text; null when it can only be guessed.</summary>
    /// <param name="instance">The response.</param>
    public static object? Encoding(PSObject instance) => GetResponse(instance).Encoding;

    /// <summary>Sets the encoding of the text.</summary>
    /// <param name="instance">The response.</param>
    /// <param name="value">The name of an encoding or an encoding of .NET; null for the encoding that the server names.</param>
    public static void SetEncoding(PSObject instance, object? value) => GetResponse(instance).Encoding = SessionProperties.Try(() =>
        PSValue.Unwrap(value) is System.Text.Encoding encoding
            ? encoding.WebName
            : TextConverter.ToText(value, "Encoding", "the name of an encoding, such as utf-8"));

    /// <summary>Gets the encoding that is detected from the bytes of the body.</summary>
    /// <param name="instance">The response.</param>
    /// <exception cref="MethodInvocationException">The body cannot be read. The inner exception is the reason.</exception>
    public static string ApparentEncoding(PSObject instance) => Read(instance, static response => response.ApparentEncoding);

    /// <summary>Gets the encodings that the markup of the body declares.</summary>
    /// <param name="instance">The response.</param>
    /// <exception cref="MethodInvocationException">The body cannot be read. The inner exception is the reason.</exception>
    public static IReadOnlyList<string> DeclaredEncodings(PSObject instance) =>
        Read(instance, static response => response.DeclaredEncodings);

    /// <summary>
    /// Throws an exception when the status is 400 or more. Its message and ErrorDetails end with the error message of the server.
    /// </summary>
    /// <param name="instance">The response.</param>
    /// <exception cref="MethodInvocationException">The status is 400 or more; the cause is an <see cref="HttpErrorException"/>.</exception>
    /// <remarks>requests: <c>raise_for_status</c>.</remarks>
    public static void RaiseForStatus(PSObject instance)
    {
        var response = GetResponse(instance);
        try
        {
            response.RaiseForStatus();
        }
        catch (HttpErrorException error)
        {
            var detailed = ErrorDetailsParser.Parse(response) is { } details
                ? new HttpErrorException($"{error.Message}{Environment.NewLine}{VisibleText.EscapeLines(details)}", response)
                : error;
            throw new MethodFailedException(detailed, ErrorRecords.ToRecord(detailed, RequestSummary.FromResponse(response)));
        }
    }

    /// <summary>Saves the body to a file, or to a folder under the file name that the server suggests.</summary>
    /// <param name="instance">The response.</param>
    /// <param name="path">The path of the file or folder.</param>
    public static void Save(PSObject instance, object? path) =>
        CmdletInvoker.Run("Save-Response", parameters: null, ("Response", instance), ("Path", path));

    /// <summary>Gets the method of the request.</summary>
    /// <param name="instance">The response.</param>
    public static string Method(PSObject instance) => GetResponse(instance).Request.Method;

    /// <summary>Gets the size of the body in bytes; null while the body has not been read.</summary>
    /// <param name="instance">The response.</param>
    public static object? Size(PSObject instance) =>
        GetResponse(instance).IsContentRead ? GetResponse(instance).Content?.Length : null;

    /// <summary>Gets the bytes of the body; null while the body has not been read.</summary>
    /// <param name="instance">The response.</param>
    public static byte[]? SavedContent(PSObject instance) =>
        GetResponse(instance).IsContentRead ? GetResponse(instance).Content : null;

    /// <summary>Gets the media type of the body without parameters; null when the response has no Content-Type header.</summary>
    /// <param name="instance">The response.</param>
    public static string? Type(PSObject instance) =>
        GetResponse(instance).Headers["Content-Type"] is { } type ? VisibleText.EscapeLine(MediaTypes.GetName(type)) : null;

    /// <summary>Gets the URL for a view: without userinfo, with secret query parameters redacted and control characters escaped.</summary>
    /// <param name="instance">A response, a request, a prepared request, a session, a call of a mock or an attempt of a retry.</param>
    public static string ShownUrl(PSObject instance) => VisibleText.EscapeLine(SavedUrl(instance));

    /// <summary>Gets the reason phrase of the status line, with control characters escaped and secrets redacted.</summary>
    /// <param name="instance">The response.</param>
    public static string ShownReason(PSObject instance) =>
        VisibleText.EscapeLine(ExchangeRedactor.Create(GetResponse(instance)).Redact(GetResponse(instance).Reason));

    /// <summary>Gets the name of a cookie, the relation of a link or the title of a feed's item, with control characters escaped.</summary>
    /// <param name="instance">A cookie, a link or an item of a feed.</param>
    public static string? ShownName(PSObject instance) => instance.BaseObject switch
    {
        RequestCookie cookie => VisibleText.EscapeLine(cookie.Name),
        FeedItem { Title: { } title } => VisibleText.EscapeLine(title),
        ResponseLink { Rel: { } rel } link => VisibleText.EscapeLine(link.Redact(rel)!),
        _ => null,
    };

    /// <summary>Gets the path of a cookie, the title of a link or the link of a feed's item, with control characters escaped.</summary>
    /// <param name="instance">A cookie, a link or an item of a feed.</param>
    public static string? ShownDetail(PSObject instance) => instance.BaseObject switch
    {
        RequestCookie { Path: { } path } => VisibleText.EscapeLine(path),
        FeedItem { Link: { } page } => VisibleText.EscapeLine(page),
        ResponseLink { Title: { } title } link => VisibleText.EscapeLine(link.Redact(title)!),
        _ => null,
    };

    /// <summary>Gets the URL for a file: without userinfo and with secret query parameters redacted.</summary>
    /// <param name="instance">A link or any of the objects that <see cref="ShownUrl"/> accepts.</param>
    public static string SavedUrl(PSObject instance) => instance.BaseObject switch
    {
        ResponseLink link => link.ToString(),
        Response response => ExchangeRedactor.Create(response).RedactUrl(response.Url),
        PreparedRequest request => ExchangeRedactor.Create(request).RedactUrl(request.Url),
        MockCall call => ExchangeRedactor.Create(call.Request).RedactUrl(call.Url),
        _ => Requests.UrlRedactor.WithoutSecrets(GetUrl(instance)),
    };

    /// <summary>Gets the beginning of the text with JSON indented; for a body that is not text, its size and media type.</summary>
    /// <param name="instance">The response.</param>
    public static string Preview(PSObject instance) => BodyPreview.Format(GetResponse(instance), BodyPreview.PreviewLength);

    private static string GetUrl(PSObject instance) => instance.BaseObject switch
    {
        Request request => request.Url,
        RetryAttempt attempt => attempt.Url,
        RequestSession session => session.BaseUri ?? "",
        _ => GetResponse(instance).Url,
    };

    private static T Read<T>(PSObject instance, Func<Response, T> read)
    {
        try
        {
            return read(GetResponse(instance));
        }
        catch (PipelineStoppedException)
        {
            // PowerShell stops the script only for this exception: with any other, the property returns $null and the script continues.
            throw new TerminateException();
        }
        catch (RequestException error)
        {
            throw new MethodInvocationException(error.Message, error);
        }
    }

    private static Response GetResponse(PSObject instance) => (Response)instance.BaseObject;
}
