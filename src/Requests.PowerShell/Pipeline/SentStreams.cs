using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>
/// Represents the streams of the caller that the requests of a command send. A stream is at its end after its request, so a second request
/// would send nothing of it.
/// </summary>
internal sealed class SentStreams
{
    private ConditionalWeakTable<Stream, object>? _streams;

    /// <summary>Adds the streams of a body.</summary>
    /// <param name="body">The body of a request.</param>
    /// <exception cref="InvalidBodyException">An earlier request has one of the streams.</exception>
    internal void Add(RequestBody body)
    {
        foreach (var stream in body.Streams)
        {
            if ((_streams ??= []).TryAdd(stream, stream)) continue;
            throw new InvalidBodyException(
                "The stream of the body was given to an earlier request: use a stream for each request, bytes, or -InFile.");
        }
    }
}
