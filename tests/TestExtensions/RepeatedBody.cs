using System.Text;

namespace Requests.TestExtensions;

/// <summary>Represents a body that repeats a text and creates it while it is sent.</summary>
/// <param name="text">The text.</param>
/// <param name="times">The number of repetitions.</param>
public sealed class RepeatedBody(string text, int times) : RequestBody
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

    /// <inheritdoc/>
    public override string? ContentType => "text/plain";

    /// <inheritdoc/>
    public override long? Length => (long)_bytes.Length * times;

    /// <inheritdoc/>
    public override bool CanRewind => true;

    /// <inheritdoc/>
    public override async Task WriteToAsync(Stream destination, CancellationToken cancellationToken)
    {
        for (var i = 0; i < times; i++) await destination.WriteAsync(_bytes, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Rewind()
    {
    }
}
