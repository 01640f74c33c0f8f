using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Provides the parts of a prepared request that go to a file or to another process. The types file names these members.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RequestMembers
{
    // Bytes. Larger bodies, and those that can be read only once, are not saved.
    private const int LargestBody = 10 * 1024 * 1024;

    /// <summary>Gets the bytes of the body; null when the body can be read only once or has more than 10 MiB.</summary>
    /// <param name="instance">A prepared request.</param>
    public static byte[]? SavedBody(PSObject instance)
    {
        if (((PreparedRequest)instance.BaseObject).Body is not { CanRewind: true, Length: <= LargestBody } body) return null;
        return GetBytes(body);
    }

    /// <summary>
    /// Gets the beginning of the body's text with secrets redacted; for a body that is not text, its size and media type.
    /// </summary>
    /// <param name="instance">A prepared request.</param>
    public static string Preview(PSObject instance) => BodyPreview.Format((PreparedRequest)instance.BaseObject, BodyPreview.PreviewLength);

    /// <summary>Reads the bytes of a body and rewinds it.</summary>
    /// <param name="body">A body that can be read again.</param>
    internal static byte[] GetBytes(RequestBody body)
    {
        using var copy = new MemoryStream();
        body.Rewind();
        body.WriteToAsync(copy, CancellationToken.None).GetAwaiter().GetResult();
        body.Rewind();
        return copy.ToArray();
    }
}
