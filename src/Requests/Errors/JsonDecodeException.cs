namespace Requests;

/// <summary>The body is not JSON. The message never holds the body; <see cref="Doc"/> does.</summary>
/// <remarks>requests: <c>JSONDecodeError</c>.</remarks>
public class JsonDecodeException : InvalidJsonException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was expected, without the body's text.</param>
    /// <param name="doc">The text that is not JSON.</param>
    /// <param name="position">Offset of the fault in <paramref name="doc"/>, in characters, from 0.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public JsonDecodeException(string message, string doc, int position, Exception? innerException = null)
        : base(message, innerException)
    {
        Doc = doc;
        Position = position;
        (LineNumber, Column) = Locate(doc, position);
    }

    /// <summary>The text that is not JSON.</summary>
    public string Doc { get; }

    /// <summary>Offset of the fault in <see cref="Doc"/>, in characters, from 0.</summary>
    public int Position { get; }

    /// <summary>Line of the fault, from 1.</summary>
    public int LineNumber { get; }

    /// <summary>Column of the fault in its line, from 1.</summary>
    public int Column { get; }

    private static (int Line, int Column) Locate(string doc, int position)
    {
        var before = doc.AsSpan(0, Math.Clamp(position, 0, doc.Length));
        var line = 1 + before.Count('\n');
        return (line, before.Length - before.LastIndexOf('\n'));
    }
}
