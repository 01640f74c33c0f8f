using System.Runtime.InteropServices;

namespace Requests;

/// <summary>
/// Finds the recorded entry of a request in constant time. Entries of equal requests serve in the order in which they were recorded. Not
/// safe for several threads at the same time.
/// </summary>
/// <param name="allowRepeats">Whether the last entry of a request serves any further requests.</param>
internal sealed class CassetteIndex(bool allowRepeats)
{
    private readonly Dictionary<CassetteKey, Queue> _queues = [];
    private readonly List<CassetteSlot> _slots = [];
    private readonly List<CassetteSlot> _withPlaceholders = [];

    /// <summary>Gets the entries in the order of the file, followed by those that were recorded.</summary>
    internal IReadOnlyList<CassetteSlot> Slots => _slots;

    /// <summary>Adds an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="key">The parts of its request that are compared.</param>
    /// <param name="isUsed">Whether the entry was recorded for a request of this run.</param>
    internal void Add(HarEntry entry, CassetteKey key, bool isUsed)
    {
        var slot = new CassetteSlot(_slots.Count + 1, entry, key) { IsUsed = isUsed };
        _slots.Add(slot);

        // A request that was sent in this run is sent again, unless the caller allows repeats.
        if (isUsed && !allowRepeats) return;
        ref var queue = ref CollectionsMarshal.GetValueRefOrAddDefault(_queues, key, out _);
        (queue ??= new Queue()).Slots.Add(slot);
        if (key.HasPlaceholder) _withPlaceholders.Add(slot);
    }

    /// <summary>Takes the next entry of a request; returns null when all entries were used, or the cassette has no entry.</summary>
    /// <param name="key">The parts of the request.</param>
    /// <param name="condition">A condition that the entry must meet, or null.</param>
    internal HarEntry? Take(CassetteKey key, Func<HarEntry, bool>? condition) => _queues.TryGetValue(key, out var queue)
        ? Take(queue, condition)
        : null;

    /// <summary>Takes the next entry whose text for a secret stands where the request has another text.</summary>
    /// <param name="key">The parts of the request.</param>
    /// <param name="condition">A condition that the entry must meet, or null.</param>
    internal HarEntry? TakeWithPlaceholder(CassetteKey key, Func<HarEntry, bool>? condition)
    {
        CassetteSlot? last = null;
        foreach (var slot in _withPlaceholders)
        {
            if ((slot.IsUsed && !allowRepeats) || !slot.Key.FitsPlaceholders(key) || condition?.Invoke(slot.Entry) == false) continue;
            last = slot;
            if (!slot.IsUsed) break;
        }

        last?.IsUsed = true;
        return last?.Entry;
    }

    /// <summary>Returns the number of entries of a request, used or not.</summary>
    /// <param name="key">The parts of the request.</param>
    internal int Count(CassetteKey key) => _queues.TryGetValue(key, out var queue) ? queue.Slots.Count : 0;

    private HarEntry? Take(Queue queue, Func<HarEntry, bool>? condition)
    {
        CassetteSlot? last = null;
        while (queue.Next < queue.Slots.Count && queue.Slots[queue.Next].IsUsed) queue.Next++;
        for (var i = queue.Next; i < queue.Slots.Count && last is null; i++)
        {
            if (!queue.Slots[i].IsUsed && condition?.Invoke(queue.Slots[i].Entry) != false) last = queue.Slots[i];
        }

        if (last is null && allowRepeats)
        {
            last = condition is null ? queue.Slots[^1] : queue.Slots.FindLast(slot => condition(slot.Entry));
        }

        last?.IsUsed = true;
        return last?.Entry;
    }

    /// <summary>Represents the entries of equal requests.</summary>
    private sealed class Queue
    {
        public List<CassetteSlot> Slots { get; } = [];

        /// <summary>Gets or sets the position before which each entry was used.</summary>
        public int Next { get; set; }
    }
}
