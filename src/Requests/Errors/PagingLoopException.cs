namespace Requests;

/// <summary>A page names one as the next that was already there: the pages would never end.</summary>
public class PagingLoopException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public PagingLoopException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
