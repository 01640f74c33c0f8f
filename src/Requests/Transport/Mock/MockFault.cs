namespace Requests;

/// <summary>Specifies how a reply of a mock adapter fails, in place of a complete response.</summary>
/// <remarks>The errors are those of a network, with their types and texts.</remarks>
public enum MockFault
{
    /// <summary>The reply does not fail.</summary>
    None,

    /// <summary>The server refuses the connection: a <see cref="ConnectionException"/> before the request was sent.</summary>
    Refuse,

    /// <summary>The server resets the connection in place of a response: a <see cref="ConnectionException"/>.</summary>
    Reset,

    /// <summary>The server closes the connection without a response: a <see cref="ConnectionException"/>.</summary>
    NoResponse,

    /// <summary>The server sends something that is not HTTP: a <see cref="ConnectionException"/>.</summary>
    InvalidResponse,

    /// <summary>
    /// The server accepts the request and sends nothing: a <see cref="ReadTimeoutException"/> after the read timeout. Without a timeout the
    /// call waits until it is cancelled.
    /// </summary>
    Hang,

    /// <summary>The connection is reset within the body: a <see cref="ConnectionException"/> after a part of the body.</summary>
    ResetBody,

    /// <summary>The body ends early: a <see cref="ChunkedEncodingException"/> after a part of the body.</summary>
    TruncateBody,

    /// <summary>The body breaks the framing of HTTP: a <see cref="ChunkedEncodingException"/> after a part of the body.</summary>
    InvalidBody,

    /// <summary>
    /// The server stops sending within the body: a <see cref="ReadTimeoutException"/> after a part of the body and the read timeout.
    /// </summary>
    HangBody,
}
