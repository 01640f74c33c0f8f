using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What PowerShell adds to responses; the types file names these methods.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ResponseMembers
{
    private const int PreviewLength = 500;

    /// <summary>The body as PowerShell's objects.</summary>
    /// <param name="instance">The response.</param>
    /// <param name="asHashtable">True for dictionaries in place of objects.</param>
    /// <exception cref="JsonDecodeException">The body is not JSON.</exception>
    /// <remarks>requests: <c>Response.json</c>.</remarks>
    public static object? Json(PSObject instance, bool asHashtable = false) => JsonObjectReader.Read(Of(instance).GetJsonUtf8().Span, asHashtable);

    /// <summary>The method of the request that was answered.</summary>
    /// <param name="instance">The response.</param>
    public static string Method(PSObject instance) => Of(instance).Request.Method;

    /// <summary>The body's size in bytes; null while it has not been read.</summary>
    /// <param name="instance">The response.</param>
    public static object? Size(PSObject instance) => Of(instance).IsContentRead ? Of(instance).Content?.Length : null;

    /// <summary>The beginning of the text; for other bodies what they are.</summary>
    /// <param name="instance">The response.</param>
    public static string Preview(PSObject instance)
    {
        var response = Of(instance);
        if (!response.IsContentRead) return "(not read yet)";
        if (response.Content.AsSpan().Contains((byte)0)) return $"({response.Content!.Length} bytes of {response.Headers["Content-Type"] ?? "unknown type"})";
        return response.Text.Length <= PreviewLength ? response.Text : $"{response.Text[..PreviewLength]}…";
    }

    private static Response Of(PSObject instance) => (Response)instance.BaseObject;
}
