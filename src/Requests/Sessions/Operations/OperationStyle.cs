namespace Requests;

/// <summary>Specifies how the status of an operation is read.</summary>
internal enum OperationStyle
{
    /// <summary>The URL of Operation-Location or Azure-AsyncOperation responds with the status as JSON.</summary>
    StatusUrl,

    /// <summary>The URL of Location responds with 202 until the operation has ended, and then with its result.</summary>
    Location,

    /// <summary>The resource itself has the status in <c>provisioningState</c>.</summary>
    Resource,
}
