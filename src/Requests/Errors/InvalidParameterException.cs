namespace Requests;

/// <summary>A parameter has a value of a kind that it does not take.</summary>
/// <remarks>requests: the <c>ValueError</c> or <c>TypeError</c> of an argument.</remarks>
public class InvalidParameterException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">The parameter, what it was given, and the forms that it takes; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InvalidParameterException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
