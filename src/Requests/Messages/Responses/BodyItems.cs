using System.Collections;

namespace Requests;

/// <summary>
/// Represents the items that a body is read as: pieces, texts or lines. Each loop continues where the previous one stopped when the
/// response is streamed, and starts from the beginning when the body is in memory.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// requests: the return value of <c>iter_content</c> and <c>iter_lines</c>; <see cref="GetEnumerator"/> is <c>iter()</c>.
/// </remarks>
public sealed class BodyItems<T> : IEnumerable<T>
{
    private readonly Func<BodyEnumerator<T>> _create;

    internal BodyItems(Func<BodyEnumerator<T>> create) => _create = create;

    /// <summary>Returns an enumerator that takes one item at a time.</summary>
    public BodyEnumerator<T> GetEnumerator() => _create();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => _create();

    IEnumerator IEnumerable.GetEnumerator() => _create();
}
