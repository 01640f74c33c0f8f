using System.Text;
using System.Text.Json;

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

    /// <summary>The error for what a JSON reader found; the reader's own words may hold a piece of the body and stay out of the message.</summary>
    /// <param name="utf8">The text that was read, in UTF-8.</param>
    /// <param name="error">What the reader threw.</param>
    public static JsonDecodeException From(ReadOnlySpan<byte> utf8, JsonException error)
    {
        var start = 0;
        for (var line = error.LineNumber ?? 0; line > 0 && utf8[start..].IndexOf((byte)'\n') is >= 0 and var end; line--) start += end + 1;
        var at = (int)Math.Min(utf8.Length, start + (error.BytePositionInLine ?? 0));
        var position = Encoding.UTF8.GetCharCount(utf8[..at]);
        var doc = Encoding.UTF8.GetString(utf8);
        var (row, column) = Locate(doc, position);
        var what = utf8.IsEmpty ? "The body is empty, which is not JSON" : "The body is not JSON";
        return new JsonDecodeException($"{what}: line {row} column {column} (char {position}).", doc, position, error);
    }

    private static (int Line, int Column) Locate(string doc, int position)
    {
        var before = doc.AsSpan(0, Math.Clamp(position, 0, doc.Length));
        var line = 1 + before.Count('\n');
        return (line, before.Length - before.LastIndexOf('\n'));
    }
}
