namespace Requests;

/// <summary>The response has a media type that cannot be read as what was asked for, such as a page in place of an event stream.</summary>
public class UnexpectedContentTypeException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public UnexpectedContentTypeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
