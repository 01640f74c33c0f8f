namespace Requests.PowerShell;

/// <summary>Represents one result of a request that is waiting to be written: an object, or the error that ended the request.</summary>
/// <param name="Value">The response, an object made of it or an <see cref="OutputBatch"/>; null for an error.</param>
/// <param name="Error">The error, or null.</param>
/// <param name="Summary">The request that the error is about, as error records show it.</param>
internal readonly record struct RequestOutput(object? Value, Exception? Error = null, RequestSummary? Summary = null);
