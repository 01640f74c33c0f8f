namespace Requests;

/// <summary>Represents the body of a request: its length, its bytes, and whether it can be sent again.</summary>
public abstract class RequestBody
{
    /// <summary>Gets the Content-Type that is sent when the caller sets none; null sends none.</summary>
    public virtual string? ContentType => null;

    /// <summary>Gets the number of bytes to send; null when it is unknown and the body is sent in chunks (RFC 9112 section 7.1).</summary>
    public abstract long? Length { get; }

    /// <summary>Gets a value that indicates whether <see cref="Rewind"/> can reset the body to its start.</summary>
    public abstract bool CanRewind { get; }

    /// <summary>
    /// Gets or sets a value that indicates whether sending has begun, so that <see cref="Rewind"/> is required before the next send.
    /// </summary>
    internal virtual bool WasSent { get; set; }

    /// <summary>Gets the caller's streams that are read in place. Only one request at a time can send them.</summary>
    public virtual IEnumerable<Stream> Streams => [];

    /// <summary>Gets the body before it is compressed or signed; by default the body itself.</summary>
    internal virtual RequestBody Content => this;

    /// <summary>Returns the body with its text in the charset that its Content-Type names. By default returns the body itself.</summary>
    /// <param name="contentType">The Content-Type that is sent with the body, or null.</param>
    /// <exception cref="InvalidBodyException">The charset is not known, or cannot represent a character.</exception>
    internal virtual RequestBody WithCharset(string? contentType) => this;

    /// <summary>Writes the body. Each write of a chunked body is one chunk.</summary>
    /// <param name="destination">The stream to write to.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task WriteToAsync(Stream destination, CancellationToken cancellationToken);

    /// <summary>Resets the body to its start, so that a redirect, an authentication or a retry can send it again.</summary>
    /// <exception cref="UnrewindableBodyException">The body cannot be reset.</exception>
    /// <remarks>requests: <c>rewind_body</c>.</remarks>
    public abstract void Rewind();

    /// <summary>Reads the whole body, for an authentication that protects it, and rewinds it.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="UnrewindableBodyException">The body can be read only once.</exception>
    internal async Task<byte[]> ReadAllAsync(CancellationToken cancellationToken)
    {
        if (!CanRewind)
        {
            throw new UnrewindableBodyException(
                "The authentication protects the body too, and this body can be read once only: give it as text, bytes or a file.");
        }

        Rewind();
        var bytes = await ReadOnceAsync(cancellationToken).ConfigureAwait(true);
        Rewind();
        return bytes;
    }

    /// <summary>Reads the body from its current position and does not rewind it.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async Task<byte[]> ReadOnceAsync(CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await WriteToAsync(copy, cancellationToken).ConfigureAwait(true);
        return copy.ToArray();
    }
}
