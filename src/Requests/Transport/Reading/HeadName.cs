namespace Requests;

/// <summary>Specifies the header names that decide where a response ends and whether its connection stays open.</summary>
internal enum HeadName
{
    /// <summary>Any other name.</summary>
    Other,

    /// <summary>A name that is not a token, which .NET's headers cannot hold.</summary>
    NotToken,

    /// <summary>Content-Length.</summary>
    ContentLength,

    /// <summary>Transfer-Encoding.</summary>
    TransferEncoding,

    /// <summary>Connection.</summary>
    Connection,

    /// <summary>Proxy-Connection, which old proxies send in place of Connection.</summary>
    ProxyConnection,
}
