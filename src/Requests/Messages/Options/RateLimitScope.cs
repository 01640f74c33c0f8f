namespace Requests;

/// <summary>Specifies which requests of a session share a rate limit.</summary>
public enum RateLimitScope
{
    /// <summary>All requests of the session.</summary>
    Session,

    /// <summary>The requests to one origin: scheme, host and port. Each origin has the whole limit.</summary>
    Host,
}
