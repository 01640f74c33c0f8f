namespace Requests;

/// <summary>Specifies how far the body of a response has been read.</summary>
internal enum ResponseBodyState
{
    /// <summary>Nothing of the body has been read.</summary>
    Unread,

    /// <summary>A reader has taken the body, and has not reached its end.</summary>
    Streaming,

    /// <summary>A reader has taken the body to its end; the bytes are not kept.</summary>
    Consumed,

    /// <summary>The body is in memory, or the response was made without one.</summary>
    Loaded,
}
