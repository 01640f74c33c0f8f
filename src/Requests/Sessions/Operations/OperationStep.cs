namespace Requests;

/// <summary>Represents what follows a response of an operation.</summary>
/// <param name="Pending">The operation to wait for; null when it has succeeded.</param>
/// <param name="Final">The URL of the result; null when the response is the result.</param>
internal readonly record struct OperationStep(PendingOperation? Pending, string? Final);
