namespace Requests;

/// <summary>The file is not an HTTP archive, or is cut off, or a field of it has a wrong value.</summary>
/// <param name="message">What is wrong and where, without the values of the file.</param>
/// <param name="innerException">The cause, or null.</param>
public class HarFormatException(string message, Exception? innerException = null) : RequestException(message, innerException)
{
    /// <summary>Gets the number of the entry that cannot be read, from 1; null when the error is not in an entry.</summary>
    public int? Entry { get; init; }

    /// <summary>Gets the line of the error, from 1.</summary>
    public long Line { get; init; }

    /// <summary>Gets the position of the error: the number of bytes of the file before it.</summary>
    public long Position { get; init; }
}
