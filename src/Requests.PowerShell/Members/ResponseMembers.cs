using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What PowerShell adds to responses; the types file names these methods.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ResponseMembers
{
    /// <summary>The body as PowerShell's objects.</summary>
    /// <param name="instance">The response.</param>
    /// <param name="asHashtable">True for dictionaries in place of objects.</param>
    /// <exception cref="JsonDecodeException">The body is not JSON.</exception>
    /// <remarks>requests: <c>Response.json</c>.</remarks>
    public static object? Json(PSObject instance, bool asHashtable = false) => JsonObjectReader.Read(GetResponse(instance).GetJsonUtf8().Span, asHashtable, GetResponse(instance));

    /// <summary>The body's bytes. PowerShell gives $null for a property whose reading throws, unless it is this exception.</summary>
    /// <param name="instance">The response.</param>
    /// <exception cref="MethodInvocationException">The body cannot be read; the cause says why.</exception>
    public static byte[]? Content(PSObject instance) => Read(instance, static response => response.Content);

    /// <summary>The body as text.</summary>
    /// <param name="instance">The response.</param>
    /// <exception cref="MethodInvocationException">The body cannot be read; the cause says why.</exception>
    public static string Text(PSObject instance) => Read(instance, static response => response.Text);

    /// <summary>The encoding that the bytes look like.</summary>
    /// <param name="instance">The response.</param>
    /// <exception cref="MethodInvocationException">The body cannot be read; the cause says why.</exception>
    public static string ApparentEncoding(PSObject instance) => Read(instance, static response => response.ApparentEncoding);

    /// <summary>The encodings that markup declares.</summary>
    /// <param name="instance">The response.</param>
    /// <exception cref="MethodInvocationException">The body cannot be read; the cause says why.</exception>
    public static IReadOnlyList<string> DeclaredEncodings(PSObject instance) => Read(instance, static response => response.DeclaredEncodings);

    /// <summary>Throws when the status is 400 or more; the message and ErrorDetails end with the server's words.</summary>
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
            var said = ErrorDetailsParser.Parse(response) is { } words ? new HttpErrorException($"{error.Message}{Environment.NewLine}{VisibleText.EscapeLines(words)}", response) : error;
            throw new MethodFailedException(said, ErrorRecords.ToRecord(said, RequestTarget.Of(response)));
        }
    }

    /// <summary>Saves the body in a file, or in a folder under the name that the server suggests.</summary>
    /// <param name="instance">The response.</param>
    /// <param name="path">The path.</param>
    public static void Save(PSObject instance, string path) => CmdletInvoker.Run("Save-Response", parameters: null, ("Response", instance), ("Path", path));

    /// <summary>The method of the request that was answered.</summary>
    /// <param name="instance">The response.</param>
    public static string Method(PSObject instance) => GetResponse(instance).Request.Method;

    /// <summary>The body's size in bytes; null while it has not been read.</summary>
    /// <param name="instance">The response.</param>
    public static object? Size(PSObject instance) => GetResponse(instance).IsContentRead ? GetResponse(instance).Content?.Length : null;

    /// <summary>The body's bytes; null while it has not been read.</summary>
    /// <param name="instance">The response.</param>
    public static byte[]? SavedContent(PSObject instance) => GetResponse(instance).IsContentRead ? GetResponse(instance).Content : null;

    /// <summary>The media type of the body, without parameters; null where the server names none.</summary>
    /// <param name="instance">The response.</param>
    public static string? Type(PSObject instance) => GetResponse(instance).Headers["Content-Type"] is { } type ? VisibleText.EscapeLine(type.Split(';')[0].Trim()) : null;

    /// <summary>The URL as views show it: without userinfo, and with a mask for each parameter that holds a secret.</summary>
    /// <param name="instance">A response, a request, prepared or not, a call of a mock or a try.</param>
    public static string ShownUrl(PSObject instance) => VisibleText.EscapeLine(SavedUrl(instance));

    /// <summary>The phrase of the status line, without controls and secrets.</summary>
    /// <param name="instance">The response.</param>
    public static string ShownReason(PSObject instance) => VisibleText.EscapeLine(ExchangeRedactor.Create(GetResponse(instance)).Redact(GetResponse(instance).Reason));

    /// <summary>The name of a cookie or the relation of a link, without controls.</summary>
    /// <param name="instance">A cookie or a link.</param>
    public static string? ShownName(PSObject instance) => instance.BaseObject switch
    {
        RequestCookie cookie => VisibleText.EscapeLine(cookie.Name),
        ResponseLink { Rel: { } rel } link => VisibleText.EscapeLine(link.Redact(rel)!),
        _ => null,
    };

    /// <summary>The path of a cookie or the title of a link, without controls.</summary>
    /// <param name="instance">A cookie or a link.</param>
    public static string? ShownDetail(PSObject instance) => instance.BaseObject switch
    {
        RequestCookie { Path: { } path } => VisibleText.EscapeLine(path),
        ResponseLink { Title: { } title } link => VisibleText.EscapeLine(link.Redact(title)!),
        _ => null,
    };

    /// <summary>The URL as files keep it: without userinfo, and with a mask for each parameter that holds a secret.</summary>
    /// <param name="instance">A response or a prepared request.</param>
    public static string SavedUrl(PSObject instance) => instance.BaseObject switch
    {
        ResponseLink link => link.ToString(),
        Response response => ExchangeRedactor.Create(response).Redact(Requests.UrlRedactor.WithoutSecrets(response.Url)),
        PreparedRequest request => ExchangeRedactor.Create(request).Redact(Requests.UrlRedactor.WithoutSecrets(request.Url)),
        _ => Requests.UrlRedactor.WithoutSecrets(GetUrl(instance)),
    };

    /// <summary>The beginning of the text, JSON indented; for other bodies what they are.</summary>
    /// <param name="instance">The response.</param>
    public static string Preview(PSObject instance) => BodyPreview.Format(GetResponse(instance), BodyPreview.PreviewLength);

    private static string GetUrl(PSObject instance) => instance.BaseObject switch
    {
        Request request => request.Url,
        MockCall call => call.Url,
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
            // The one exception that ends a script out of a property: with any other it would go on with $null.
            throw new TerminateException();
        }
        catch (RequestException error)
        {
            throw new MethodInvocationException(error.Message, error);
        }
    }

    private static Response GetResponse(PSObject instance) => (Response)instance.BaseObject;
}
