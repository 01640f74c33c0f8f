namespace Requests;

/// <summary>No adapter is mounted for the URL's scheme.</summary>
/// <remarks>requests: <c>InvalidSchema</c>.</remarks>
public class InvalidSchemaException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InvalidSchemaException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
