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
    public static object? Json(PSObject instance, bool asHashtable = false)
    {
        var response = (Response)instance.BaseObject;
        return JsonObjectReader.Read(response.GetJsonUtf8().Span, asHashtable);
    }
}
