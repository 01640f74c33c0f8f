using System.Collections;

namespace Requests;

/// <summary>Enumerates the items of a body. An item that was not taken is left for the next reader.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class BodyEnumerator<T> : IEnumerator<T>
{
    private readonly BodyReader _reader;
    private readonly TryTake _take;
    private T? _current;

    internal BodyEnumerator(BodyReader reader, TryTake take)
    {
        _reader = reader;
        _take = take;
    }

    /// <summary>Takes an item from the bytes that have arrived.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether enough bytes have arrived.</returns>
    internal delegate bool TryTake(out T item);

    /// <summary>Gets the item that <see cref="MoveNext"/> took.</summary>
    public T Current => _current!;

    object? IEnumerator.Current => _current;

    /// <summary>Takes the next item as soon as it has arrived.</summary>
    /// <returns>Whether an item was taken; false at the end of the body.</returns>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    public bool MoveNext()
    {
        while (true)
        {
            if (_take(out var item))
            {
                _current = item;
                return true;
            }

            if (_reader.IsEnded) break;
            _reader.Fill();
        }

        _reader.Finish();
        _current = default;
        return false;
    }

    /// <summary>Throws an exception, because a body can be read only once.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Reset() => throw new NotSupportedException("A body is read once.");

    /// <summary>Does nothing: the rest of the body is left for the next reader.</summary>
    public void Dispose()
    {
    }
}
