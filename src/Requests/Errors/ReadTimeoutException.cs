namespace Requests;

/// <summary>The server sent nothing for longer than the read timeout.</summary>
/// <remarks>requests: <c>ReadTimeout</c>; raised between the bytes of a body too.</remarks>
public class ReadTimeoutException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ReadTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override bool IsTimeout => true;
}
