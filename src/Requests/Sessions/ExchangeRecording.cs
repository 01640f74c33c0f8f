using System.Collections;
using System.Collections.Concurrent;

namespace Requests;

/// <summary>
/// The answers that a session received, in the order they came, redirects and challenges among them. They stay in memory with their
/// bodies.
/// </summary>
public sealed class ExchangeRecording : IReadOnlyCollection<Response>
{
    private readonly ConcurrentQueue<Response> _responses = new();

    /// <summary>How many there are.</summary>
    public int Count => _responses.Count;

    /// <summary>Forgets them.</summary>
    public void Clear() => _responses.Clear();

    /// <inheritdoc/>
    public IEnumerator<Response> GetEnumerator() => _responses.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(Response response) => _responses.Enqueue(response);
}
