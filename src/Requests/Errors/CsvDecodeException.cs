namespace Requests;

/// <summary>The body cannot be read as CSV: it ends inside of a quoted field, or has too many columns.</summary>
/// <param name="message">What is wrong, without the text of the body.</param>
/// <param name="row">The row of the error, from 1. The header is a row; blank lines and comments are, too.</param>
/// <param name="innerException">The cause, or null.</param>
public class CsvDecodeException(string message, long row, Exception? innerException = null) : ResponseException(message, innerException)
{
    /// <summary>Gets the row of the error, from 1. The header is a row; blank lines and comments are, too.</summary>
    public long Row { get; } = row;
}
