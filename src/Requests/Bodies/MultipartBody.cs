using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Fields and files of a form, <c>multipart/form-data</c> (RFC 7578), read while they are sent. It has a length when all its files have
/// one; else it goes in chunks. Names are escaped as WHATWG's form encoding does.
/// </summary>
/// <remarks>requests: the <c>files</c> argument; fields come before files.</remarks>
public sealed class MultipartBody : RequestBody
{
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private readonly List<(byte[] Head, RequestBody Content)> _parts = [];
    private readonly byte[] _end;

    /// <summary>Creates the body.</summary>
    /// <param name="fields">Names and values, in order; a null value leaves its field out.</param>
    /// <param name="files">Names and files, in order; a name may repeat.</param>
    public MultipartBody(IEnumerable<KeyValuePair<string, string?>> fields, IEnumerable<KeyValuePair<string, FilePart>> files)
        : this(fields, files, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)))
    {
    }

    internal MultipartBody(IEnumerable<KeyValuePair<string, string?>> fields, IEnumerable<KeyValuePair<string, FilePart>> files, string boundary)
    {
        ContentType = $"multipart/form-data; boundary={boundary}";
        foreach (var (name, value) in fields)
        {
            if (value is not null) _parts.Add((Encoding.UTF8.GetBytes($"--{boundary}\r\nContent-Disposition: form-data; name=\"{Escape(name)}\"\r\n\r\n"), new BytesBody(value)));
        }

        foreach (var (name, file) in files) _parts.Add((Encoding.UTF8.GetBytes(HeadOf(boundary, name, file)), file.Content.InCharsetOf(file.ContentType)));
        _end = Encoding.ASCII.GetBytes($"--{boundary}--\r\n");
        Length = TotalLength();
    }

    /// <inheritdoc/>
    public override string? ContentType { get; }

    /// <inheritdoc/>
    public override long? Length { get; }

    /// <inheritdoc/>
    public override bool CanRewind => _parts.TrueForAll(part => part.Content.CanRewind);

    /// <inheritdoc/>
    public override IEnumerable<Stream> Streams => _parts.SelectMany(part => part.Content.Streams);

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

    private static string HeadOf(string boundary, string name, FilePart file)
    {
        var head = new StringBuilder($"--{boundary}\r\nContent-Disposition: form-data; name=\"{Escape(name)}\"{(file.IsField ? "" : $"; filename=\"{Escape(file.FileName ?? name)}\"")}\r\n");
        if (file.ContentType is { } type) head.Append("Content-Type: ").Append(type).Append("\r\n");
        foreach (var (header, value) in file.Headers ?? [])
        {
            if (value is not null) head.Append(header).Append(": ").Append(value).Append("\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    /// <summary>HTML's escaping of names: quotes and line ends alone, so that no name can end its header.</summary>
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
