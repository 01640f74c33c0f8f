namespace Requests;

/// <summary>A file for a body cannot be written.</summary>
public class OutputFileException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public OutputFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
