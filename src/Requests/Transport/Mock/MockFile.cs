using System.Text;

namespace Requests;

/// <summary>Represents a file of a multipart form that a mock received.</summary>
/// <remarks>RFC 7578 section 4.</remarks>
public sealed class MockFile
{
    internal MockFile(MultipartForm.FormPart part)
    {
        Name = part.Name;
        FileName = part.FileName!;
        ContentType = part.ContentType;
        Content = part.Content;
    }

    /// <summary>Gets the name of the field.</summary>
    public string Name { get; }

    /// <summary>Gets the name of the file, as the request has it.</summary>
    public string FileName { get; }

    /// <summary>Gets the media type with its parameters; null where the part has none.</summary>
    public string? ContentType { get; }

    /// <summary>Gets the bytes.</summary>
    public byte[] Content { get; }

    /// <summary>Gets the content decoded as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Content);

    /// <summary>Returns a text such as <c>photo: me.jpg (12 bytes)</c>.</summary>
    public override string ToString() => $"{Name}: {FileName} ({Content.Length} bytes)";
}
