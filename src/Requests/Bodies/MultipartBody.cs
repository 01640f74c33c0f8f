using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Represents the fields and files of a form, <c>multipart/form-data</c> (RFC 7578), which are read while they are sent. The body has a
/// length when all its files have one; otherwise it is sent in chunks. Names are escaped as in the WHATWG form encoding.
/// </summary>
/// <remarks>requests: the <c>files</c> argument; fields come before files.</remarks>
public sealed class MultipartBody : RequestBody
{
    private const int MaximumBoundaryLength = 70;

    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private static readonly SearchValues<char> BoundaryCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'()+_,-./:=? ");

    private readonly List<(byte[] Head, RequestBody Content)> _parts = [];
    private readonly byte[] _end;
    private readonly string _boundary;
    private readonly Encoding _nameEncoding;
    private readonly IEnumerable<KeyValuePair<string, string?>> _fields;
    private readonly IEnumerable<KeyValuePair<string, FilePart>> _files;

    /// <summary>Creates the body.</summary>
    /// <param name="fields">The names and values, in order. A null value leaves its field out.</param>
    /// <param name="files">The names and files, in order. A name may repeat.</param>
    public MultipartBody(IEnumerable<KeyValuePair<string, string?>> fields, IEnumerable<KeyValuePair<string, FilePart>> files)
        : this(fields, files, Encoding.UTF8)
    {
    }

    /// <summary>Creates the body with names in another encoding than UTF-8.</summary>
    internal MultipartBody(
        IEnumerable<KeyValuePair<string, string?>> fields,
        IEnumerable<KeyValuePair<string, FilePart>> files,
        Encoding nameEncoding)
        : this(fields, files, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)), nameEncoding)
    {
    }

    internal MultipartBody(
        IEnumerable<KeyValuePair<string, string?>> fields,
        IEnumerable<KeyValuePair<string, FilePart>> files,
        string boundary,
        Encoding? nameEncoding = null)
    {
        _boundary = boundary;
        _nameEncoding = nameEncoding ?? Encoding.UTF8;
        _fields = fields;
        _files = files;
        ContentType = $"multipart/form-data; boundary={boundary}";
        foreach (var (name, value) in fields)
        {
            if (value is null) continue;
            var head = $"--{boundary}\r\nContent-Disposition: form-data; name=\"{Escape(name)}\"\r\n\r\n";
            _parts.Add((_nameEncoding.GetBytes(head), new BytesBody(value)));
        }

        foreach (var (name, file) in files)
        {
            _parts.Add((_nameEncoding.GetBytes(GetHead(boundary, name, file)), file.Content.WithCharset(file.ContentType)));
        }

        _end = Encoding.ASCII.GetBytes($"--{boundary}--\r\n");
        Length = TotalLength();
    }

    /// <summary>Gets the fields that are not files.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> Fields => _fields;

    /// <inheritdoc/>
    public override string? ContentType { get; }

    /// <inheritdoc/>
    public override long? Length { get; }

    /// <inheritdoc/>
    public override bool CanRewind => _parts.TrueForAll(part => part.Content.CanRewind);

    /// <inheritdoc/>
    public override IEnumerable<Stream> Streams => _parts.SelectMany(part => part.Content.Streams);

    /// <summary>Returns the form with the boundary that its Content-Type names; the form itself when no boundary is named.</summary>
    /// <param name="contentType">The Content-Type that is sent with the form, or null.</param>
    /// <exception cref="InvalidBodyException">The boundary cannot be used (RFC 2046 section 5.1.1).</exception>
    internal override RequestBody WithCharset(string? contentType)
    {
        if (!IsMultipart(contentType) || GetBoundary(contentType!) is not { } boundary || boundary == _boundary) return this;
        if (boundary.Length is 0 or > MaximumBoundaryLength
            || boundary.AsSpan().ContainsAnyExcept(BoundaryCharacters)
            || boundary[^1] == ' ')
        {
            throw new InvalidBodyException(
                "The boundary in the Content-Type is not valid: it must have 1 to 70 letters, digits or '()+_,-./:=? and must "
                + "not end with a blank. Leave the Content-Type out to get a valid boundary.");
        }

        return new MultipartBody(_fields, _files, boundary, _nameEncoding);
    }

    /// <inheritdoc/>
    public override async Task WriteToAsync(Stream destination, CancellationToken cancellationToken)
    {
        foreach (var (head, content) in _parts)
        {
            await destination.WriteAsync(head, cancellationToken).ConfigureAwait(false);
            await content.WriteToAsync(destination, cancellationToken).ConfigureAwait(false);
            await destination.WriteAsync(LineEnd, cancellationToken).ConfigureAwait(false);
        }

        await destination.WriteAsync(_end, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Rewind()
    {
        foreach (var (_, content) in _parts) content.Rewind();
    }

    /// <summary>Adds the boundary of this form to a Content-Type that is multipart and names no boundary.</summary>
    /// <param name="contentType">The Content-Type that the caller set.</param>
    internal string Complete(string contentType) =>
        IsMultipart(contentType) && GetBoundary(contentType) is null
            ? $"{contentType.TrimEnd(' ', ';')}; boundary={_boundary}"
            : contentType;

    private static bool IsMultipart(string? contentType) =>
        contentType?.TrimStart().StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Gets the boundary that a Content-Type names; null for other types than multipart, and without one.</summary>
    /// <param name="contentType">The header's value, or null.</param>
    internal static string? GetBoundary(string? contentType) => !IsMultipart(contentType)
        ? null
        : HeaderParameters.Parse(contentType!, ';')
            .FirstOrDefault(static pair => pair.Key.Equals("boundary", StringComparison.OrdinalIgnoreCase)).Value;

    private static string GetHead(string boundary, string name, FilePart file)
    {
        var head = new StringBuilder($"--{boundary}\r\nContent-Disposition: form-data; name=\"{Escape(name)}\"");
        if (!file.IsField) head.Append("; filename=\"").Append(Escape(file.FileName ?? name)).Append('"');
        head.Append("\r\n");
        if (file.ContentType is { } type) head.Append("Content-Type: ").Append(type).Append("\r\n");
        foreach (var (header, value) in file.Headers ?? [])
        {
            if (value is not null) head.Append(header).Append(": ").Append(value).Append("\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    /// <summary>Escapes a name as HTML does: only quotes and line ends, so that a name cannot end its header.</summary>
    private static string Escape(string name) => name
        .Replace("\"", "%22", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private long? TotalLength()
    {
        long total = _end.Length;
        foreach (var (head, content) in _parts)
        {
            if (content.Length is not { } length) return null;
            total += head.Length + length + LineEnd.Length;
        }

        return total;
    }
}
