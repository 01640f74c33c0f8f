namespace Requests;

/// <content>The body as bytes.</content>
public sealed partial class Response
{
    /// <summary>
    /// Gets the decoded bytes of the body (of gzip, deflate, br and zstd); null for a response that was made without a body. The first
    /// access reads the body of a streamed response.
    /// </summary>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    public byte[]? Content => Body.Load();

    /// <summary>Gets the bytes as they arrive, undecoded. Reading them takes them from <see cref="Content"/>.</summary>
    public Stream Raw => Body.Raw;

    /// <summary>Gets a value that indicates whether the body was read to its end.</summary>
    public bool ContentConsumed => Body.IsConsumed;

    /// <summary>Gets a value that indicates whether the body is in memory, so that <see cref="Content"/> returns immediately.</summary>
    public bool IsContentRead => Body.IsLoaded;

    /// <summary>
    /// Gets a value that indicates whether <see cref="Content"/> holds only the beginning of the body: of an error whose body was to be
    /// streamed or saved, at most 64 KB are read.
    /// </summary>
    public bool IsContentTruncated => Body.IsTruncated;

    /// <summary>Gets the body and how far it has been read.</summary>
    internal ResponseBody Body { get; }

    /// <summary>Releases the connection; a body that is not read yet is lost.</summary>
    public void Close() => Body.Close();

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Closes the response and attaches it to the exception that is being thrown.</summary>
    /// <param name="error">The exception.</param>
    internal void CloseAndAttach(Exception error)
    {
        (error as RequestException)?.Attach(this);
        Close();
    }

    /// <summary>Reads the whole body into memory, so that <see cref="Content"/> and <see cref="Text"/> return immediately.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    public Task ReadContentAsync(CancellationToken cancellationToken) => Body.LoadAsync(cancellationToken);

    /// <summary>Reads the next bytes of the decoded body as they arrive.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The number of bytes; 0 at the end of the body, where the connection is released.</returns>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    /// <exception cref="StreamConsumedException">The body was streamed to its end, or closed, before.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Body.ReadAsync(buffer, cancellationToken);
}
