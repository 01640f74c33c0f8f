namespace Requests;

/// <summary>Represents an operation whose end is awaited.</summary>
/// <param name="Style">How its status is read.</param>
/// <param name="Url">The URL that responds with the status.</param>
/// <param name="Method">The method that began the operation, in upper case.</param>
/// <param name="Resource">The URL that the method was sent to.</param>
/// <param name="Location">The URL of the latest Location header, or null.</param>
/// <param name="Report">What the latest response reports.</param>
internal sealed record PendingOperation(
    OperationStyle Style,
    string Url,
    string Method,
    string Resource,
    string? Location,
    OperationReport Report);
