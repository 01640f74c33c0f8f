namespace Requests;

/// <summary>What a request sends after its headers: how long it is, whether it can be sent again, and its bytes.</summary>
public abstract class RequestBody
{
    /// <summary>The Content-Type that this kind of body sets when the caller gave none; null sets none.</summary>
    public virtual string? ContentType => null;

    /// <summary>How many bytes will be sent, or null when that is unknown and the body goes in chunks (RFC 9112 section 7.1).</summary>
    public abstract long? Length { get; }

    /// <summary>True when <see cref="Rewind"/> can bring the body back to where it started.</summary>
    public abstract bool CanRewind { get; }

    /// <summary>True once a sending began: the next one has to <see cref="Rewind"/> first.</summary>
    internal bool WasSent { get; set; }

    /// <summary>The streams of the caller's that are read in place, so that one request at a time can send them.</summary>
    public virtual IEnumerable<Stream> Streams => [];

    /// <summary>This body, what was given as text in the charset that its Content-Type names. Default: itself, as bytes have none.</summary>
    /// <param name="contentType">The Content-Type that it is sent with, or null.</param>
    /// <exception cref="InvalidBodyException">Nobody knows the charset, or it has no such characters.</exception>
    internal virtual RequestBody WithCharset(string? contentType) => this;

    /// <summary>Writes the body. One write of a chunked body is one chunk.</summary>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    public abstract Task WriteToAsync(Stream destination, CancellationToken cancellationToken);

    /// <summary>Brings the body back to its start, so that a redirect, an authentication or a retry can send it again.</summary>
    /// <exception cref="UnrewindableBodyException">It cannot go back.</exception>
    /// <remarks>requests: <c>rewind_body</c>.</remarks>
    public abstract void Rewind();

    /// <summary>The whole body, for who has to prove it; it is then sent from its start.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UnrewindableBodyException">It can be read once only.</exception>
    internal async Task<byte[]> ReadAllAsync(CancellationToken cancellationToken)
    {
        if (!CanRewind) throw new UnrewindableBodyException("The authentication protects the body too, and this body can be read once only: give it as text, bytes or a file.");
        using var copy = new MemoryStream();
        Rewind();
        await WriteToAsync(copy, cancellationToken).ConfigureAwait(true);
        Rewind();
        return copy.ToArray();
    }
}
