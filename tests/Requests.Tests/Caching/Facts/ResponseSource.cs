namespace Requests.Tests.Caching.Facts;

/// <summary>Says where a response with a cache came from.</summary>
internal enum ResponseSource
{
    /// <summary>The cache; nothing was sent.</summary>
    Cache,

    /// <summary>The cache, after the server has confirmed it with 304.</summary>
    Validation,

    /// <summary>The server.</summary>
    Server,
}
