using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What of a prepared request goes into a file or to another process; the types file names it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RequestMembers
{
    // What is larger, or cannot be read twice, stays behind.
    private const int LargestBody = 10 * 1024 * 1024;

    /// <summary>The bytes of a body that can be read again; null for one that cannot, or of more than 10 MiB.</summary>
    /// <param name="instance">A prepared request.</param>
    public static byte[]? SavedBody(PSObject instance)
    {
        if (((PreparedRequest)instance.BaseObject).Body is not { CanRewind: true, Length: <= LargestBody } body) return null;
        return GetBytes(body);
    }

    /// <summary>The beginning of the body's text, masked; for other bodies what they are.</summary>
    /// <param name="instance">A prepared request.</param>
    public static string Preview(PSObject instance) => BodyPreview.Format((PreparedRequest)instance.BaseObject, BodyPreview.PreviewLength);

    /// <summary>The bytes of a body that can be read again.</summary>
    internal static byte[] GetBytes(RequestBody body)
    {
        using var copy = new MemoryStream();
        body.Rewind();
        body.WriteToAsync(copy, CancellationToken.None).GetAwaiter().GetResult();
        body.Rewind();
        return copy.ToArray();
    }
}
