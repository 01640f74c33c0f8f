namespace Requests.PowerShell;

/// <summary>Specifies the part of a response that is emitted in place of the response.</summary>
public enum ResponseFormat
{
    /// <summary>The items of a JSON array one by one, or any other JSON value as one object.</summary>
    Json,

    /// <summary>The whole body as one text.</summary>
    Text,

    /// <summary>The whole body as one array of bytes.</summary>
    Bytes,

    /// <summary>The lines of the text one by one.</summary>
    Lines,

    /// <summary>The events of a text/event-stream one by one.</summary>
    Events,

    /// <summary>The whole body as one XML document.</summary>
    Xml,

    /// <summary>The rows of CSV one by one, as objects whose properties the header names.</summary>
    Csv,

    /// <summary>The items of an RSS or Atom feed one by one.</summary>
    Feed,
}
