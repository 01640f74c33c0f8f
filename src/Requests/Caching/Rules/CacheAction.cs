namespace Requests;

/// <summary>Specifies what a cache does with a request.</summary>
internal enum CacheAction
{
    /// <summary>The request is sent; no stored response can be used.</summary>
    Forward,

    /// <summary>A stored response is used.</summary>
    Reuse,

    /// <summary>A stored response is used although it is stale, and validated afterwards.</summary>
    ReuseAndValidate,

    /// <summary>A stored response is used if the server says that it has not changed.</summary>
    Validate,

    /// <summary>The request is not sent, because it is for a stored response only: 504.</summary>
    Refuse,
}
