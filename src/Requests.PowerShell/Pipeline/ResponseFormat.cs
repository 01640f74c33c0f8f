namespace Requests.PowerShell;

/// <summary>The part of a response that is emitted in place of the response.</summary>
public enum ResponseFormat
{
    /// <summary>The items of a JSON array one by one; any other JSON value whole.</summary>
    Json,

    /// <summary>The whole text.</summary>
    Text,

    /// <summary>The whole body as one array of bytes.</summary>
    Bytes,

    /// <summary>Line by line.</summary>
    Lines,

    /// <summary>The events of a text/event-stream.</summary>
    Events,
}
