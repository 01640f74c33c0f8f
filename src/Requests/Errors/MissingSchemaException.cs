namespace Requests;

/// <summary>The URL has no scheme, such as https://.</summary>
/// <remarks>requests: <c>MissingSchema</c>.</remarks>
public class MissingSchemaException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public MissingSchemaException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
