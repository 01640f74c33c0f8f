using System.Security.Cryptography;

namespace Requests;

/// <summary>Keeps responses in memory, up to a size. Those that were not used for the longest time are dropped first.</summary>
/// <param name="maximumSize">The largest number of bytes of all entries.</param>
internal sealed class MemoryCacheStore(long maximumSize) : ICacheStore
{
    // The bytes that an entry takes beside its body and its texts.
    private const int EntryOverhead = 512;

    private readonly object _lock = new();
    private readonly Dictionary<string, StoredResponse[]> _responses = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private long _size;

    /// <inheritdoc/>
    public bool IsPlainText => false;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Salt { get; } = RandomNumberGenerator.GetBytes(16);

    /// <inheritdoc/>
    /// <remarks>A change creates another array, so the one that is returned needs no copy.</remarks>
    public IReadOnlyList<StoredResponse> Find(string key)
    {
        lock (_lock) return _responses.TryGetValue(key, out var variants) ? variants : [];
    }

    /// <inheritdoc/>
    public Stream? OpenBody(StoredResponse response)
    {
        if (response.Location is not Entry entry) return null;
        lock (_lock)
        {
            if (entry.Use.List is not null && !ReferenceEquals(_byUse.First, entry.Use))
            {
                _byUse.Remove(entry.Use);
                _byUse.AddFirst(entry.Use);
            }
        }

        return new MemoryStream(entry.Body, writable: false);
    }

    /// <inheritdoc/>
    public ICacheWriter Create(StoredResponse response) => new Writer(this, response);

    /// <inheritdoc/>
    public void Update(StoredResponse response)
    {
        lock (_lock)
        {
            if (FindVariant(response) is not { } entry || entry.Response.BodyId != response.BodyId) return;
            Forget(entry);
            Insert(new Entry(response, entry.Body));
        }
    }

    /// <inheritdoc/>
    public void Remove(string key)
    {
        lock (_lock)
        {
            foreach (var response in Find(key)) Forget((Entry)response.Location!);
        }
    }

    /// <inheritdoc/>
    public void Remove(StoredResponse response)
    {
        lock (_lock)
        {
            if (FindVariant(response) is { } entry && entry.Response.BodyId == response.BodyId) Forget(entry);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<StoredResponse> GetAll()
    {
        lock (_lock) return [.. _byUse.Select(static entry => entry.Response)];
    }

    /// <inheritdoc/>
    public void Clear()
    {
        lock (_lock)
        {
            _responses.Clear();
            _byUse.Clear();
            _size = 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private void Add(StoredResponse response, byte[] body)
    {
        var entry = new Entry(response, body);
        lock (_lock)
        {
            if (FindVariant(response) is { } old) Forget(old);
            Insert(entry);
            while (_size > maximumSize && _byUse.Last is { } last) Forget(last.Value);
        }
    }

    private Entry? FindVariant(StoredResponse response) =>
        (Entry?)Find(response.Key).FirstOrDefault(other => other.VariantId == response.VariantId)?.Location;

    private void Insert(Entry entry)
    {
        var response = entry.Response;
        _responses[response.Key] = _responses.TryGetValue(response.Key, out var variants) ? [response, .. variants] : [response];
        _byUse.AddFirst(entry.Use);
        _size += entry.Size;
    }

    private void Forget(Entry entry)
    {
        var key = entry.Response.Key;
        var left = _responses[key].Where(other => !ReferenceEquals(other, entry.Response)).ToArray();
        if (left.Length == 0) _responses.Remove(key);
        else _responses[key] = left;
        _byUse.Remove(entry.Use);
        _size -= entry.Size;
    }

    private sealed class Entry
    {
        internal Entry(StoredResponse response, byte[] body)
        {
            Response = response.WithBody(body.Length, this);
            Body = body;
            Use = new LinkedListNode<Entry>(this);
            Size = EntryOverhead + body.Length + (sizeof(char) * (long)response.Key.Length);
            foreach (var field in response.Headers.Fields) Size += sizeof(char) * (field.Name.Length + (field.Joined?.Length ?? 0));
        }

        internal StoredResponse Response { get; }

        internal byte[] Body { get; }

        internal LinkedListNode<Entry> Use { get; }

        internal long Size { get; }
    }

    private sealed class Writer(MemoryCacheStore store, StoredResponse response) : ICacheWriter
    {
        private MemoryStream? _body = new();

        public bool Write(ReadOnlySpan<byte> bytes)
        {
            if (_body is null) return false;

            // A body that would drop most of the others is not kept.
            if (_body.Length + bytes.Length <= Math.Min(store.MaximumSize / 2, Array.MaxLength))
            {
                _body.Write(bytes);
                return true;
            }

            _body = null;
            return false;
        }

        public void Commit()
        {
            if (_body is not { } body) return;
            _body = null;
            store.Add(response, body.ToArray());
        }

        public void Dispose() => _body = null;
    }

    private long MaximumSize => maximumSize;
}
