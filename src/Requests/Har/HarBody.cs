using System.Text;

namespace Requests;

/// <summary>Represents the body of a request or a response in an HTTP archive: a text, or bytes that are not text.</summary>
/// <remarks>HAR 1.2: <c>postData</c> and <c>content</c>.</remarks>
public sealed class HarBody
{
    // The characters of a text in UTF-8, or the bytes of a body that is not text. UTF-8 takes half the memory of a string, and is mostly
    // what is sent.
    private byte[]? _content;

    /// <summary>Gets or sets the media type with its parameters; empty when it is missing.</summary>
    public string MediaType { get; set; } = "";

    /// <summary>Gets a value that indicates whether the archive contains the body.</summary>
    public bool HasContent => _content is not null;

    /// <summary>Gets a value that indicates whether the body is not text and is written in Base64.</summary>
    public bool IsBinary { get; private set; }

    /// <summary>
    /// Gets or sets the body as text; null when the archive does not contain the body. The text of a body that is not text is its Base64.
    /// Setting it makes the body a text.
    /// </summary>
    public string? Text
    {
        get => _content is null ? null : IsBinary ? Convert.ToBase64String(_content) : Encoding.UTF8.GetString(_content);
        set
        {
            SetText(value is null ? null : Encoding.UTF8.GetBytes(value));
            IsEncoded = false;
        }
    }

    /// <summary>Gets or sets the number of decoded bytes of the body, also where the archive does not contain it.</summary>
    internal long Size { get; set; }

    /// <summary>
    /// Gets or sets a value that indicates whether the bytes still have their content codings, because they could not be decoded.
    /// </summary>
    internal bool IsEncoded { get; set; }

    /// <summary>Gets or sets a value that indicates whether secrets of the body were replaced when it was recorded.</summary>
    internal bool IsRedacted { get; set; }

    /// <summary>Gets or sets the bytes with the content codings of the response, once a replay has applied them; or null.</summary>
    internal byte[]? Coded { get; set; }

    /// <summary>Gets or sets the comment of the body, or null.</summary>
    internal string? Comment { get; set; }

    /// <summary>Gets or sets the fields that this library does not interpret, in their order.</summary>
    internal IReadOnlyList<HarField> Fields { get; set; } = [];

    /// <summary>Gets the content as it is kept: the text in UTF-8, or the bytes; null when the archive does not contain the body.</summary>
    internal byte[]? RawContent => _content;

    /// <summary>Gets the bytes of the body: those of a text in the charset of its media type, by default UTF-8.</summary>
    /// <returns>The bytes, which must not be changed; null when the archive does not contain the body.</returns>
    internal byte[]? GetBytes() => _content is null || IsBinary ? _content : HarCharset.FromUtf8(_content, MediaType);

    /// <summary>Makes the body a text.</summary>
    /// <param name="utf8">The text in UTF-8, which is kept; null for a body that the archive does not contain.</param>
    internal void SetText(byte[]? utf8) => (_content, IsBinary, Coded) = (utf8, false, null);

    /// <summary>Makes the body one that is written in Base64.</summary>
    /// <param name="content">The bytes, which are kept.</param>
    internal void SetBinary(byte[] content) => (_content, IsBinary, Coded) = (content, true, null);

    /// <summary>
    /// Sets the bytes of the body. They become a text where they look like text and the text gives the same bytes again; Base64 otherwise.
    /// </summary>
    /// <param name="content">The bytes, which are kept.</param>
    internal void SetBytes(byte[] content)
    {
        Size = content.Length;
        if (HarCharset.TryGetUtf8(content, MediaType) is { } text) SetText(text);
        else SetBinary(content);
    }

    /// <summary>Returns a text such as <c>12 bytes of text/plain</c>, without the body.</summary>
    public override string ToString() => $"{_content?.Length ?? Size} bytes of {(MediaType.Length > 0 ? MediaType : "unknown type")}";
}
