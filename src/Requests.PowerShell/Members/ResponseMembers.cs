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
    public static object? Json(PSObject instance, bool asHashtable = false) => JsonObjectReader.Read(Of(instance).GetJsonUtf8().Span, asHashtable, Of(instance));

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
        var response = Of(instance);
        try
        {
            response.RaiseForStatus();
        }
        catch (HttpErrorException error)
        {
            var said = ServerWords.Of(response) is { } words ? new HttpErrorException($"{error.Message}{Environment.NewLine}{VisibleText.Of(words)}", response) : error;
            throw new MethodFailedException(said, RequestErrors.ToRecord(said, new RequestTarget(response.Request.Method, response.Url)));
        }
    }

    /// <summary>Saves the body in a file, or in a folder under the name that the server suggests.</summary>
    /// <param name="instance">The response.</param>
    /// <param name="path">The path.</param>
    public static void Save(PSObject instance, string path) => CommandCall.Run("Save-Response", parameters: null, ("Response", instance), ("Path", path));

    /// <summary>The method of the request that was answered.</summary>
    /// <param name="instance">The response.</param>
    public static string Method(PSObject instance) => Of(instance).Request.Method;

    /// <summary>The body's size in bytes; null while it has not been read.</summary>
    /// <param name="instance">The response.</param>
    public static object? Size(PSObject instance) => Of(instance).IsContentRead ? Of(instance).Content?.Length : null;

    /// <summary>The body's bytes; null while it has not been read.</summary>
    /// <param name="instance">The response.</param>
    public static byte[]? SavedContent(PSObject instance) => Of(instance).IsContentRead ? Of(instance).Content : null;

    /// <summary>The media type of the body, without parameters; null where the server names none.</summary>
    /// <param name="instance">The response.</param>
    public static string? Type(PSObject instance) => Of(instance).Headers["Content-Type"] is { } type ? VisibleText.Line(type.Split(';')[0].Trim()) : null;

    /// <summary>The URL as views show it: without userinfo, and with a mask for each parameter that holds a secret.</summary>
    /// <param name="instance">A response, a request, prepared or not, a call of a mock or a try.</param>
    public static string ShownUrl(PSObject instance) => VisibleText.Line(Requests.ShownUrl.WithoutSecrets(UrlOf(instance)));

    /// <summary>The phrase of the status line, without controls and secrets.</summary>
    /// <param name="instance">The response.</param>
    public static string ShownReason(PSObject instance) => VisibleText.Line(ExchangeSecrets.Of(Of(instance)).Mask(Of(instance).Reason));

    /// <summary>The name of a cookie or the relation of a link, without controls.</summary>
    /// <param name="instance">A cookie or a link.</param>
    public static string? ShownName(PSObject instance) => instance.BaseObject switch
    {
        RequestCookie cookie => VisibleText.Line(cookie.Name),
        ResponseLink { Rel: { } rel } => VisibleText.Line(rel),
        _ => null,
    };

    /// <summary>The path of a cookie or the title of a link, without controls.</summary>
    /// <param name="instance">A cookie or a link.</param>
    public static string? ShownDetail(PSObject instance) => instance.BaseObject switch
    {
        RequestCookie { Path: { } path } => VisibleText.Line(path),
        ResponseLink { Title: { } title } => VisibleText.Line(title),
        _ => null,
    };

    /// <summary>The URL as files keep it: without userinfo, and with a mask for each parameter that holds a secret.</summary>
    /// <param name="instance">A response or a prepared request.</param>
    public static string SavedUrl(PSObject instance) => Requests.ShownUrl.WithoutSecrets(UrlOf(instance));

    /// <summary>The beginning of the text, JSON indented; for other bodies what they are.</summary>
    /// <param name="instance">The response.</param>
    public static string Preview(PSObject instance) => BodyText.Of(Of(instance), BodyText.PreviewLength);

    private static string UrlOf(PSObject instance) => instance.BaseObject switch
    {
        PreparedRequest prepared => prepared.Url,
        Request request => request.Url,
        MockCall call => call.Url,
        RetryAttempt attempt => attempt.Url,
        ResponseLink link => link.Url,
        RequestSession session => session.BaseUri ?? "",
        _ => Of(instance).Url,
    };

    private static T Read<T>(PSObject instance, Func<Response, T> read)
    {
        try
        {
            return read(Of(instance));
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

    private static Response Of(PSObject instance) => (Response)instance.BaseObject;
}
