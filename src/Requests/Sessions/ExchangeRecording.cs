using System.Collections;
using System.Collections.Concurrent;

namespace Requests;

/// <summary>
/// Records the responses that a session receives, in order, including redirects and challenges. They stay in memory with their bodies.
/// </summary>
public sealed class ExchangeRecording : IReadOnlyCollection<Response>
{
    private readonly ConcurrentQueue<Response> _responses = new();

    /// <summary>Gets the number of responses.</summary>
    public int Count => _responses.Count;

    /// <summary>Removes all responses.</summary>
    public void Clear() => _responses.Clear();

    /// <inheritdoc/>
    public IEnumerator<Response> GetEnumerator() => _responses.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(Response response) => _responses.Enqueue(response);
}
