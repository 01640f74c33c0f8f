namespace Requests;

/// <summary>One file of a multipart form: its content, and what is said about it.</summary>
/// <remarks>requests: a value of <c>files</c>, alone or as the tuple (name, content, type, headers).</remarks>
public sealed class FilePart
{
    private FilePart(RequestBody content, string? guessedName)
    {
        Content = content;
        FileName = guessedName;
    }

    /// <summary>The content.</summary>
    public RequestBody Content { get; }

    /// <summary>The file name to say; null says the name of the form's field. What the content's own file is called is the default.</summary>
    public string? FileName { get; private init; }

    /// <summary>Whether it is a plain field, about which no file name is said. Default false.</summary>
    /// <remarks>requests: a tuple whose name is <c>None</c>.</remarks>
    public bool IsField { get; private init; }

    /// <summary>The Content-Type to say, or null for none.</summary>
    public string? ContentType { get; private init; }

    /// <summary>Further headers of the part, or null.</summary>
    public HeaderDictionary? Headers { get; private init; }

    /// <summary>A file on disk, read while it is sent.</summary>
    /// <param name="path">Its full path.</param>
    /// <exception cref="InvalidBodyException">There is no such file, or it cannot be read.</exception>
    public static FilePart FromPath(string path) => new(new FileBody(path), Path.GetFileName(path));

    /// <summary>A stream, from where it stands; it stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="InvalidBodyException">It cannot be read.</exception>
    public static FilePart FromStream(Stream stream)
    {
        var body = new StreamBody(stream);
        return new FilePart(body, body.FileName);
    }

    /// <summary>Bytes.</summary>
    /// <param name="bytes">The bytes; they are not copied.</param>
    public static FilePart FromBytes(ReadOnlyMemory<byte> bytes) => new(new BytesBody(bytes), guessedName: null);

    /// <summary>A text, sent as a file in UTF-8.</summary>
    /// <param name="text">The text.</param>
    public static FilePart FromText(string text) => new(new BytesBody(text), guessedName: null);

    /// <summary>The same content with other words about it.</summary>
    /// <param name="fileName">The file name; null keeps the one there is.</param>
    /// <param name="contentType">The Content-Type; null keeps the one there is.</param>
    /// <param name="headers">Further headers; null keeps those there are.</param>
    /// <exception cref="InvalidHeaderException">The type or a header cannot be sent.</exception>
    public FilePart With(string? fileName, string? contentType, HeaderDictionary? headers)
    {
        if (headers is not null) HeaderRules.Check(headers);
        HeaderRules.Check("Content-Type", contentType);
        return new FilePart(Content, fileName ?? FileName) { ContentType = contentType ?? ContentType, Headers = headers ?? Headers, IsField = IsField };
    }

    /// <summary>The same content as a plain field.</summary>
    internal FilePart AsField() => new(Content, guessedName: null) { ContentType = ContentType, Headers = Headers, IsField = true };

    /// <summary>Such as <c>&lt;FilePart report.csv&gt;</c>.</summary>
    public override string ToString() => $"<FilePart {FileName}>";
}
