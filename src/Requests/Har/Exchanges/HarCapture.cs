namespace Requests;

/// <summary>Represents the bodies of an exchange that an adapter has copied while they were sent and received.</summary>
internal sealed record HarCapture
{
    /// <summary>
    /// Gets the bytes of the request's body before it was compressed; null where the body is in memory or missing.
    /// </summary>
    public byte[]? RequestBody { get; init; }

    /// <summary>
    /// Gets the bytes of the response's body as they were received, with their content codings and without those of the transfer; null
    /// where the body is in memory or missing.
    /// </summary>
    public byte[]? ResponseBody { get; init; }

    /// <summary>Gets a value that indicates whether the content codings of the response's body were removed. Default: false.</summary>
    public bool IsDecoded { get; init; }
}
