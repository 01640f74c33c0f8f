using System.ComponentModel;
using System.Management.Automation;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Names of Invoke-WebRequest's response and of HttpClient's, as far as they are no other name of a property; the types file names it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WebCmdletMembers
{
    /// <summary>The Content-Type header, with its parameters.</summary>
    /// <param name="instance">A response.</param>
    public static string? ContentType(PSObject instance) => GetResponse(instance).Headers["Content-Type"];

    /// <summary>The status line, the headers and the text, as Invoke-WebRequest writes them.</summary>
    /// <param name="instance">A response.</param>
    /// <exception cref="MethodInvocationException">The body cannot be read; the cause says why.</exception>
    public static string RawContent(PSObject instance)
    {
        var response = GetResponse(instance);
        var raw = new StringBuilder();
        raw.Append("HTTP/").Append(response.HttpVersion.ToString(2)).Append(' ').Append(response.StatusCode).Append(' ').Append(response.Reason).Append("\r\n");
        foreach (var name in response.Headers.Keys)
        {
            foreach (var value in response.Headers.GetValues(name)) raw.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return raw.Append("\r\n").Append(ResponseMembers.Text(instance)).ToString();
    }

    /// <summary>The body's bytes as a stream.</summary>
    /// <param name="instance">A response.</param>
    /// <exception cref="MethodInvocationException">The body cannot be read; the cause says why.</exception>
    public static Stream RawContentStream(PSObject instance) => new MemoryStream(ResponseMembers.Content(instance) ?? [], writable: false);

    /// <summary>The URLs of the Link header, by their relation.</summary>
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

    /// <summary>The response itself. What lies below Invoke-WebRequest's response has the same names here.</summary>
    /// <param name="instance">A response.</param>
    public static Response BaseResponse(PSObject instance) => GetResponse(instance);

    /// <summary>The URL of the response as a Uri.</summary>
    /// <param name="instance">A response.</param>
    public static Uri? ResponseUri(PSObject instance) => Uri.TryCreate(GetResponse(instance).Url, UriKind.Absolute, out var uri) ? uri : null;

    /// <summary>The URL of a prepared request as a Uri.</summary>
    /// <param name="instance">A prepared request.</param>
    public static Uri? RequestUri(PSObject instance) => Uri.TryCreate(((PreparedRequest)instance.BaseObject).Url, UriKind.Absolute, out var uri) ? uri : null;

    private static Response GetResponse(PSObject instance) => (Response)instance.BaseObject;
}
