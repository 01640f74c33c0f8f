namespace Requests;

/// <summary>
/// Keeps stored responses and their bodies. It knows no rules of HTTP: <see cref="RequestCache"/> decides what is stored and reused. All
/// members can be called from several threads at the same time.
/// </summary>
/// <remarks>
/// A response that was not stored completely is never returned. A store drops entries when it needs room; every member accepts a response
/// that is gone. The members are synchronous because they read memory or local files.
/// </remarks>
internal interface ICacheStore : IDisposable
{
    /// <summary>
    /// Gets a value that indicates whether others can read what is stored, as in a file without encryption. Digests of credentials are
    /// then slow to guess, and responses to authenticated requests are stored only where the caller allows it.
    /// </summary>
    bool IsPlainText { get; }

    /// <summary>
    /// Gets 16 or more random bytes that belong to the store for as long as its entries do. The digests of the entries are computed with
    /// them.
    /// </summary>
    /// <exception cref="RequestCacheException">The store cannot be read or written.</exception>
    ReadOnlyMemory<byte> Salt { get; }

    /// <summary>
    /// Returns the stored responses of a key: the variants that Vary, credentials and the method distinguish, newest first.
    /// </summary>
    /// <param name="key">The key, as in <see cref="StoredResponse.Key"/>. It may contain secrets of the query.</param>
    /// <exception cref="RequestCacheException">The store cannot be read.</exception>
    IReadOnlyList<StoredResponse> Find(string key);

    /// <summary>
    /// Opens the body of a stored response; returns null where it is gone or not intact, and where its entry has a body with another
    /// <see cref="StoredResponse.BodyId"/> now.
    /// </summary>
    /// <param name="response">A response that <see cref="Find"/> has returned.</param>
    /// <returns>
    /// The bytes as they arrived, with their content coding. The stream stays readable when the entry is replaced or dropped meanwhile.
    /// </returns>
    /// <exception cref="RequestCacheException">The store cannot be read.</exception>
    Stream? OpenBody(StoredResponse response);

    /// <summary>
    /// Begins to store a response. It becomes visible with <see cref="ICacheWriter.Commit"/> and replaces the one with the same
    /// <see cref="StoredResponse.Key"/> and <see cref="StoredResponse.VariantId"/>.
    /// </summary>
    /// <param name="response">The response; its length is not known yet.</param>
    /// <returns>The writer of the body; null where the store has no room for any body.</returns>
    /// <exception cref="RequestCacheException">The store cannot be written, such as in a folder that is read-only.</exception>
    ICacheWriter? Create(StoredResponse response);

    /// <summary>
    /// Replaces the headers and the times of a stored response, after a validation; the body stays. Does nothing where the entry is gone or
    /// has a body with another <see cref="StoredResponse.BodyId"/>.
    /// </summary>
    /// <param name="response">The response with the same key, the same variant and the same body.</param>
    /// <exception cref="RequestCacheException">The store cannot be written.</exception>
    void Update(StoredResponse response);

    /// <summary>Removes all stored responses of a key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="RequestCacheException">The store cannot be written.</exception>
    void Remove(string key);

    /// <summary>Removes one stored response, unless its entry has a body with another <see cref="StoredResponse.BodyId"/>.</summary>
    /// <param name="response">A response that <see cref="Find"/> or <see cref="GetAll"/> has returned.</param>
    /// <exception cref="RequestCacheException">The store cannot be written.</exception>
    void Remove(StoredResponse response);

    /// <summary>
    /// Returns all stored responses one by one, in no particular order, without holding all of them in memory. Where others can read the
    /// store, their keys are without the secrets of the URL.
    /// </summary>
    /// <exception cref="RequestCacheException">The store cannot be read.</exception>
    IEnumerable<StoredResponse> GetAll();

    /// <summary>Removes all stored responses.</summary>
    /// <exception cref="RequestCacheException">The store cannot be written.</exception>
    void Clear();
}
