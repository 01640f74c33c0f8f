namespace Requests;

/// <summary>Writes the body of a response into a store. Disposing without <see cref="Commit"/> discards what was written.</summary>
internal interface ICacheWriter : IDisposable
{
    /// <summary>Adds bytes to the body.</summary>
    /// <param name="bytes">The bytes as they arrived, with their content coding.</param>
    /// <returns>False where the body is too large for the store; the writer then discards it and ignores further calls.</returns>
    /// <exception cref="RequestCacheException">The store cannot be written, such as on a full disk.</exception>
    bool Write(ReadOnlySpan<byte> bytes);

    /// <summary>Completes the body and makes the response visible, in place of one of the same variant.</summary>
    /// <exception cref="RequestCacheException">The store cannot be written.</exception>
    void Commit();
}
