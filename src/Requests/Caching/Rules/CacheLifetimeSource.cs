namespace Requests;

/// <summary>Specifies where the lifetime of a response comes from.</summary>
internal enum CacheLifetimeSource
{
    /// <summary>The server: max-age, Expires or no-cache.</summary>
    Server,

    /// <summary>The settings of the cache.</summary>
    Caller,

    /// <summary>The time since the last change.</summary>
    Heuristic,
}
