namespace Requests;

/// <summary>A body is not the one that its checksum was given for; it is not kept, and a file that was there before is left alone.</summary>
public class ChecksumMismatchException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ChecksumMismatchException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
