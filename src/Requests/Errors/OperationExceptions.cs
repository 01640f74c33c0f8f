namespace Requests;

/// <summary>
/// An operation that the server runs after its response has failed or was canceled. The properties hold what the server reports.
/// </summary>
/// <remarks>Azure SDK: <c>OperationFailed</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class OperationFailedException(string message, Exception? innerException = null) : ResponseException(message, innerException)
{
    /// <summary>
    /// Gets the status of the operation as the server sent it, such as <c>Failed</c> or <c>Canceled</c>; null when the status code of the
    /// response reports the failure.
    /// </summary>
    public string? Status { get; init; }

    /// <summary>Gets the error code of the server, such as <c>Conflict</c>; null when it sent none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Gets the error message of the server, with the messages of its details; null when it sent none.</summary>
    public string? ErrorMessage { get; init; }
}

/// <summary>
/// A response that has to report the status of an operation does not report one, so the result of the operation is unknown.
/// </summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class OperationStatusException(string message, Exception? innerException = null) : ResponseException(message, innerException);
