namespace Requests;

/// <summary>The body of a response could not be saved. The base of the errors below.</summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class DownloadException(string message, Exception? innerException = null) : RequestException(message, innerException);

/// <summary>The file for a body cannot be written.</summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class OutputFileException(string message, Exception? innerException = null) : DownloadException(message, innerException);

/// <summary>The body does not have the expected checksum. It is not kept, and a file that existed before is not changed.</summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class ChecksumMismatchException(string message, Exception? innerException = null) : DownloadException(message, innerException);

/// <summary>
/// The file of checksums cannot be read, has no checksum of the file, or has several that differ. The file was not requested.
/// </summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class ChecksumFileException(string message, Exception? innerException = null) : DownloadException(message, innerException);
