using System.Runtime.InteropServices;

namespace Requests;

/// <summary>Represents how long a response is fresh.</summary>
/// <param name="Time">The time; <see cref="Timeout.InfiniteTimeSpan"/> does not end.</param>
/// <param name="Source">Where it comes from.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CacheLifetime(TimeSpan Time, CacheLifetimeSource Source)
{
    /// <summary>
    /// Returns how long a response stays fresh; negative for one that is stale, and the largest time for one that stays so.
    /// </summary>
    /// <param name="age">The age of the response.</param>
    internal TimeSpan GetRest(TimeSpan age) => Time == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : Time - age;
}
