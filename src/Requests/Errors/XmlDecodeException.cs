using System.Globalization;
using System.Xml;

namespace Requests;

/// <summary>
/// The body is not XML, or XML that is refused: with a document type declaration, or with elements in too many levels. The message holds no
/// text of the body.
/// </summary>
public class XmlDecodeException : ResponseException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What is wrong, without the text of the body.</param>
    /// <param name="lineNumber">The line of the error, from 1; 0 where it has none.</param>
    /// <param name="column">The column of the error in its line, from 1; 0 where it has none.</param>
    /// <param name="innerException">The cause, or null.</param>
    public XmlDecodeException(string message, int lineNumber = 0, int column = 0, Exception? innerException = null)
        : base(message, innerException)
    {
        LineNumber = lineNumber;
        Column = column;
    }

    /// <summary>Gets the line of the error, from 1; 0 where it has none.</summary>
    public int LineNumber { get; }

    /// <summary>Gets the column of the error in its line, from 1; 0 where it has none.</summary>
    public int Column { get; }

    /// <summary>Creates the error for a body that is not XML.</summary>
    /// <param name="response">The response.</param>
    /// <param name="error">The exception of the reader, whose message may contain a part of the body and is not used.</param>
    internal static XmlDecodeException From(Response response, XmlException error)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"line {error.LineNumber} column {error.LinePosition}");
        return new XmlDecodeException($"{Describe(response)} not XML: {place}.", error.LineNumber, error.LinePosition, error);
    }

    /// <summary>Returns the beginning of a message about the body: its media type and the status.</summary>
    /// <param name="response">The response.</param>
    internal static string Describe(Response response)
    {
        var type = response.MediaType.Length == 0 ? "without a type" : response.MediaType;
        var status = $"{response.StatusCode} {response.Reason}".TrimEnd();
        return response.Content is { Length: > 0 }
            ? $"The body, {type} ({status}), is"
            : $"The body is empty, {type} ({status}), and therefore";
    }
}
