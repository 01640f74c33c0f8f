using AngleSharp.Dom;

namespace Requests.Dependencies;

/// <summary>
/// Limits what the parser does for a page. For each start tag it searches the open elements, so that 100,000 nested elements take minutes.
/// Formatting elements that are not closed are created again in each paragraph, so that a page of 1 MB can need any amount of memory.
/// </summary>
/// <param name="length">The length of the page in bytes.</param>
internal sealed class ParserLimits(int length)
{
    /// <summary>The largest depth of an element. Browsers nest 512 levels.</summary>
    internal const int MaximumDepth = 2000;

    // Walking to the root takes as many steps as the depth, so only one of these elements does it.
    private const int Interval = 64;

    private const long SmallestMemory = 256L * 1024 * 1024;

    // A page of text and links needs about 30 bytes for each of its bytes.
    private const long MemoryForEachByte = 150;

    private readonly long _end = GC.GetAllocatedBytesForCurrentThread() + SmallestMemory + (MemoryForEachByte * length);
    private IElement? _last;
    private int _count;

    /// <summary>Checks the depth of the element that was created before an element, which is not in the document yet.</summary>
    /// <param name="element">The new element.</param>
    /// <exception cref="HtmlLimitException">The depth exceeds the limit.</exception>
    internal void CheckDepth(IElement element)
    {
        if (++_count % Interval == 0)
        {
            var depth = 0;
            for (var parent = _last; parent is not null; parent = parent.ParentElement) depth++;
            if (depth > MaximumDepth) throw new HtmlLimitException($"it nests elements deeper than {MaximumDepth} levels");
        }

        _last = element;
    }

    /// <summary>Checks how much memory the parser has allocated.</summary>
    /// <exception cref="HtmlLimitException">The memory exceeds the limit.</exception>
    internal void CheckMemory()
    {
        if (GC.GetAllocatedBytesForCurrentThread() > _end)
        {
            throw new HtmlLimitException("its elements that are not closed need more memory than a page of its size may");
        }
    }
}
