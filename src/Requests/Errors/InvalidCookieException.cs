namespace Requests;

/// <summary>A cookie made by hand has a name, value or attribute that no server could have set.</summary>
/// <remarks>requests: the <c>TypeError</c> and <c>ValueError</c> of <c>create_cookie</c>.</remarks>
public class InvalidCookieException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no value.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InvalidCookieException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
