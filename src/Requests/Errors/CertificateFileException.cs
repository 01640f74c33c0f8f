namespace Requests;

/// <summary>A file of certificates or of a key cannot be used: it is not there, is something else, or does not fit.</summary>
/// <remarks>requests: <c>OSError</c> of <c>cert_verify</c>.</remarks>
public class CertificateFileException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CertificateFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
