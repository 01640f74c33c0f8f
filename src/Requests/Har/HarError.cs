namespace Requests;

/// <summary>Represents the error that the exchange of an entry ended with.</summary>
/// <remarks>HAR 1.2 has no errors; the archive has it as <c>_error</c>.</remarks>
public sealed class HarError
{
    /// <summary>Gets or sets the name of the exception without its namespace, such as <c>ConnectTimeoutException</c>.</summary>
    public string Type { get; set; } = "";

    /// <summary>Gets or sets the message, without secrets.</summary>
    public string Message { get; set; } = "";

    /// <summary>
    /// Gets or sets the phase that failed: <c>connect</c>, <c>send</c>, <c>wait</c> or <c>receive</c>; empty when it is not known.
    /// </summary>
    public string Phase { get; set; } = "";

    /// <summary>Returns the name of the exception.</summary>
    public override string ToString() => Type;
}
