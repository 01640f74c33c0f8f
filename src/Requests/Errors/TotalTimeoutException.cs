namespace Requests;

/// <summary>The exchange, redirects, retries and body included, took longer than it was given.</summary>
public class TotalTimeoutException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public TotalTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override bool IsTimeout => true;
}
