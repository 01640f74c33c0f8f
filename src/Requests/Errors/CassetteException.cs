namespace Requests;

/// <summary>A cassette cannot be read or written, or a replay reached the end of what was recorded. The base of the errors below.</summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class CassetteException(string message, Exception? innerException = null) : RequestException(message, innerException);

/// <summary>A cassette has no entry for a request, and may not record one. Nothing was sent.</summary>
/// <remarks>vcrpy: <c>CannotOverwriteExistingCassetteException</c>.</remarks>
/// <param name="message">The request, the nearest entry, and what differs.</param>
/// <param name="innerException">The cause, or null.</param>
public class CassetteMismatchException(string message, Exception? innerException = null) : CassetteException(message, innerException);

/// <summary>Entries of a cassette were not used, and all of them had to be.</summary>
/// <param name="message">The entries.</param>
/// <param name="innerException">The cause, or null.</param>
public class UnusedCassetteEntryException(string message, Exception? innerException = null) : CassetteException(message, innerException);
