using System.Security.Cryptography;

namespace Requests;

/// <summary>Keeps responses in memory, up to a size. Those that were not used for the longest time are dropped first.</summary>
internal sealed class MemoryCacheStore(long maximumSize) : ICacheStore
{
    /// <summary>The bytes that an entry counts beside its body and its headers.</summary>
    private const int EntryOverhead = 512;

    private readonly object _lock = new();
    private readonly Dictionary<string, List<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private long _size;

    /// <inheritdoc/>
    public bool IsPlainText => false;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Salt { get; } = RandomNumberGenerator.GetBytes(16);

    /// <inheritdoc/>
    public IReadOnlyList<StoredResponse> Find(string key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var variants)) return [];
            var found = new StoredResponse[variants.Count];
            for (var i = 0; i < found.Length; i++) found[i] = variants[^(i + 1)].Response;
            return found;
        }
    }

    /// <inheritdoc/>
    public Stream? OpenBody(StoredResponse response)
    {
        lock (_lock)
        {
            if (FindSame(response) is not { } entry) return null;
            if (!ReferenceEquals(_byUse.First, entry.Use))
            {
                _byUse.Remove(entry.Use);
                _byUse.AddFirst(entry.Use);
            }

            return new MemoryStream(entry.Body, writable: false);
        }
    }

    /// <inheritdoc/>
    public ICacheWriter? Create(StoredResponse response) => new Writer(this, response);

    /// <inheritdoc/>
    public void Update(StoredResponse response)
    {
        lock (_lock)
        {
            if (FindSame(response) is { } entry) entry.Response = response.WithBodyLength(entry.Body.Length);
        }
    }

    /// <inheritdoc/>
    public void Remove(string key)
    {
        lock (_lock)
        {
            if (!_entries.Remove(key, out var variants)) return;
            foreach (var entry in variants) Forget(entry);
        }
    }

    /// <inheritdoc/>
    public void Remove(StoredResponse response)
    {
        lock (_lock)
        {
            if (FindSame(response) is { } entry) Drop(entry);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<StoredResponse> GetAll()
    {
        lock (_lock) return [.. _byUse.Select(static entry => entry.Response)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _entries.Clear();
            _byUse.Clear();
            _size = 0;
        }
    }

    private void Add(StoredResponse response, byte[] body)
    {
        var entry = new Entry(response, body);
        lock (_lock)
        {
            if (FindVariant(response) is { } old) Drop(old);
            if (!_entries.TryGetValue(response.Key, out var variants)) _entries.Add(response.Key, variants = new List<Entry>(1));
            variants.Add(entry);
            _byUse.AddFirst(entry.Use);
            _size += entry.Size;
            while (_size > maximumSize && _byUse.Last is { } last) Drop(last.Value);
        }
    }

    private Entry? FindSame(StoredResponse response) => Find(response.Key, entry => entry.Response.BodyId == response.BodyId);

    private Entry? FindVariant(StoredResponse response) => Find(response.Key, entry => entry.Response.VariantId == response.VariantId);

    private Entry? Find(string key, Predicate<Entry> predicate) =>
        _entries.TryGetValue(key, out var variants) ? variants.Find(predicate) : null;

    private void Drop(Entry entry)
    {
        var variants = _entries[entry.Response.Key];
        variants.Remove(entry);
        if (variants.Count == 0) _entries.Remove(entry.Response.Key);
        Forget(entry);
    }

    private void Forget(Entry entry)
    {
        _byUse.Remove(entry.Use);
        _size -= entry.Size;
    }

    private sealed class Entry
    {
        internal Entry(StoredResponse response, byte[] body)
        {
            Response = response;
            Body = body;
            Use = new LinkedListNode<Entry>(this);
            Size = EntryOverhead + body.Length + (2L * response.Key.Length);
            foreach (var field in response.Headers.Fields) Size += 2L * (field.Name.Length + (field.Joined?.Length ?? 0));
        }

        internal StoredResponse Response { get; set; }

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
            _body.Write(bytes);
            if (_body.Length <= store.MaximumBody) return true;
            _body = null;
            return false;
        }

        public void Commit()
        {
            if (_body is not { } body) return;
            _body = null;
            store.Add(response.WithBodyLength(body.Length), body.ToArray());
        }

        public void Dispose() => _body = null;
    }

    // A body that would drop most of the others is not kept.
    private long MaximumBody { get; } = Math.Min(maximumSize / 2, Array.MaxLength);
}
