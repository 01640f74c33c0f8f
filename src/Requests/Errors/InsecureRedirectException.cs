namespace Requests;

/// <summary>A redirect would leave https for http, and that was not allowed.</summary>
/// <remarks>Ours: Requests follows such a redirect.</remarks>
public class InsecureRedirectException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InsecureRedirectException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
