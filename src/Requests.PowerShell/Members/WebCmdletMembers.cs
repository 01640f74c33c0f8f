using System.ComponentModel;
using System.Management.Automation;
using System.Text;

namespace Requests.PowerShell;

/// <summary>
/// Provides the members of the responses of Invoke-WebRequest and HttpClient that are not an alias of a property. The types file names
/// these members.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WebCmdletMembers
{
    /// <summary>Gets the Content-Type header with its parameters.</summary>
    /// <param name="instance">A response.</param>
    public static string? ContentType(PSObject instance) => GetResponse(instance).Headers["Content-Type"];

    /// <summary>Gets the status line, the headers and the text in the format of Invoke-WebRequest.</summary>
    /// <param name="instance">A response.</param>
    /// <exception cref="MethodInvocationException">The body cannot be read. The inner exception is the reason.</exception>
    public static string RawContent(PSObject instance)
    {
        var response = GetResponse(instance);
        var raw = new StringBuilder();
        raw.Append("HTTP/").Append(response.HttpVersion.ToString(2));
        raw.Append(' ').Append(response.StatusCode).Append(' ').Append(response.Reason).Append("\r\n");
        foreach (var name in response.Headers.Keys)
        {
            foreach (var value in response.Headers.GetValues(name)) raw.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return raw.Append("\r\n").Append(ResponseMembers.Text(instance)).ToString();
    }

    /// <summary>Gets the bytes of the body as a stream.</summary>
    /// <param name="instance">A response.</param>
    /// <exception cref="MethodInvocationException">The body cannot be read. The inner exception is the reason.</exception>
    public static Stream RawContentStream(PSObject instance) => new MemoryStream(ResponseMembers.Content(instance) ?? [], writable: false);

    /// <summary>Gets the URLs of the Link header by relation.</summary>
    /// <param name="instance">A response.</param>
    public static IReadOnlyDictionary<string, string> RelationLink(PSObject instance)
    {
        var links = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var link in GetResponse(instance).Links.Values)
        {
            if (link.Rel is { Length: > 0 } relation) links[relation] = link.Url;
        }

        return links;
    }

    /// <summary>Gets the response itself, because it has the members of the BaseResponse of Invoke-WebRequest.</summary>
    /// <param name="instance">A response.</param>
    public static Response BaseResponse(PSObject instance) => GetResponse(instance);

    /// <summary>Gets the URL of the response as a Uri.</summary>
    /// <param name="instance">A response.</param>
    public static Uri? ResponseUri(PSObject instance) =>
        Uri.TryCreate(GetResponse(instance).Url, UriKind.Absolute, out var uri) ? uri : null;

    /// <summary>Gets the URL of a prepared request as a Uri.</summary>
    /// <param name="instance">A prepared request.</param>
    public static Uri? RequestUri(PSObject instance) =>
        Uri.TryCreate(((PreparedRequest)instance.BaseObject).Url, UriKind.Absolute, out var uri) ? uri : null;

    private static Response GetResponse(PSObject instance) => (Response)instance.BaseObject;
}
