namespace Requests;

/// <summary>The names in the head of a response that decide where the response ends and whether its connection goes on.</summary>
internal enum HeadName
{
    /// <summary>Any other name.</summary>
    Other,

    /// <summary>Not a token, which .NET's headers cannot hold.</summary>
    NotToken,

    /// <summary>Content-Length.</summary>
    ContentLength,

    /// <summary>Transfer-Encoding.</summary>
    TransferEncoding,

    /// <summary>Connection.</summary>
    Connection,

    /// <summary>Proxy-Connection, which old proxies send in its place.</summary>
    ProxyConnection,
}
