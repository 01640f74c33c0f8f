namespace Requests;

/// <summary>Represents a file of a multipart form: its content, name, type and headers.</summary>
/// <remarks>requests: a value of <c>files</c>, alone or as the tuple (name, content, type, headers).</remarks>
public sealed class FilePart
{
    private FilePart(RequestBody content, string? guessedName)
    {
        Content = content;
        FileName = guessedName;
    }

    /// <summary>Gets the content.</summary>
    public RequestBody Content { get; }

    /// <summary>Gets the file name to send; null sends the name of the form's field. Default: the name of the content's file.</summary>
    public string? FileName { get; private init; }

    /// <summary>Gets a value that indicates whether the part is a plain field, which is sent without a file name. Default: false.</summary>
    /// <remarks>requests: a tuple whose name is <c>None</c>.</remarks>
    public bool IsField { get; private init; }

    /// <summary>Gets the Content-Type to send; null sends none.</summary>
    public string? ContentType { get; private init; }

    /// <summary>Gets further headers of the part, or null.</summary>
    public HeaderDictionary? Headers { get; private init; }

    /// <summary>Creates a part from a file on disk, which is read while it is sent.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <exception cref="InvalidBodyException">The file does not exist or cannot be read.</exception>
    public static FilePart FromPath(string path) => new(new FileBody(path), Path.GetFileName(path));

    /// <summary>Creates a part from a stream, which is read from its current position and stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="InvalidBodyException">The stream cannot be read.</exception>
    public static FilePart FromStream(Stream stream)
    {
        var body = new StreamBody(stream);
        return new FilePart(body, body.FileName);
    }

    /// <summary>Creates a part from bytes.</summary>
    /// <param name="bytes">The bytes; they are not copied.</param>
    public static FilePart FromBytes(ReadOnlyMemory<byte> bytes) => new(new BytesBody(bytes), guessedName: null);

    /// <summary>Creates a part from a text, which is sent as a file in UTF-8.</summary>
    /// <param name="text">The text.</param>
    public static FilePart FromText(string text) => new(new BytesBody(text), guessedName: null);

    /// <summary>Returns a part with the same content and another name, type or headers.</summary>
    /// <param name="fileName">The file name; null keeps the current one.</param>
    /// <param name="contentType">The Content-Type; null keeps the current one.</param>
    /// <param name="headers">The further headers; null keeps the current ones.</param>
    /// <exception cref="InvalidHeaderException">The type or a header cannot be sent.</exception>
    public FilePart With(string? fileName, string? contentType, HeaderDictionary? headers)
    {
        if (headers is not null) HeaderRules.Check(headers);
        HeaderRules.Check("Content-Type", contentType);
        return new FilePart(Content, fileName ?? FileName)
        {
            ContentType = contentType ?? ContentType,
            Headers = headers ?? Headers,
            IsField = IsField,
        };
    }

    /// <summary>Returns a part with the same content as a plain field.</summary>
    internal FilePart AsField() => new(Content, guessedName: null) { ContentType = ContentType, Headers = Headers, IsField = true };

    /// <summary>Returns the type and the file name, such as <c>&lt;FilePart report.csv&gt;</c>.</summary>
    public override string ToString() => $"<FilePart {FileName}>";
}
