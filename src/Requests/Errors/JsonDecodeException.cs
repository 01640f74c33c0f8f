using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Requests;

/// <summary>The body is not JSON. The message holds at most the first tag of markup; <see cref="Doc"/> holds the body.</summary>
/// <remarks>
/// requests: <c>JSONDecodeError</c>, there an <c>InvalidJSONError</c>. <see cref="InvalidJsonException"/> is about a value to send.
/// </remarks>
public partial class JsonDecodeException : ResponseException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">The expected form, without the text of the body.</param>
    /// <param name="doc">The text that is not JSON.</param>
    /// <param name="position">The offset of the error in <paramref name="doc"/>, in characters, from 0.</param>
    /// <param name="innerException">The cause, or null.</param>
    public JsonDecodeException(string message, string doc, int position, Exception? innerException = null)
        : base(message, innerException)
    {
        Doc = doc;
        Position = position;
        (LineNumber, Column) = Locate(doc, position);
    }

    /// <summary>Gets the text that is not JSON.</summary>
    public string Doc { get; }

    /// <summary>Gets the offset of the error in <see cref="Doc"/>, in characters, from 0.</summary>
    public int Position { get; }

    /// <summary>Gets the line of the error, from 1.</summary>
    public int LineNumber { get; }

    /// <summary>Gets the column of the error in its line, from 1.</summary>
    public int Column { get; }

    /// <summary>
    /// Creates the error from the exception of a JSON reader, whose message may contain a part of the body and is not used.
    /// </summary>
    /// <param name="utf8">The text that was read, in UTF-8.</param>
    /// <param name="error">The exception of the reader.</param>
    /// <param name="response">The response that the text is the body of, or null.</param>
    internal static JsonDecodeException From(ReadOnlySpan<byte> utf8, JsonException error, Response? response = null)
    {
        var start = 0;
        for (var line = error.LineNumber ?? 0; line > 0 && utf8[start..].IndexOf((byte)'\n') is >= 0 and var end; line--) start += end + 1;
        return At(utf8, (int)Math.Min(utf8.Length, start + (error.BytePositionInLine ?? 0)), error, response);
    }

    /// <summary>Creates the error for a text that is not JSON from an offset on.</summary>
    /// <param name="utf8">The text that was read, in UTF-8.</param>
    /// <param name="offset">The offset, in bytes.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="response">The response that the text is the body of, or null.</param>
    internal static JsonDecodeException At(ReadOnlySpan<byte> utf8, int offset, Exception? cause, Response? response = null)
    {
        var position = Encoding.UTF8.GetCharCount(utf8[..Math.Min(offset, utf8.Length)]);
        var doc = Encoding.UTF8.GetString(utf8);
        var error = new JsonDecodeException(Describe(doc, position, response), doc, position, cause);
        if (response is not null) error.Attach(response);
        return error;
    }

    private static string Describe(string doc, int position, Response? response)
    {
        var (row, column) = Locate(doc, position);
        var place = $"line {row} column {column} (char {position})";
        if (response is null)
        {
            return doc.Length == 0 ? $"The body is empty, which is not JSON: {place}." : $"The body is not JSON: {place}.";
        }

        var type = response.MediaType;
        var status = $"{response.StatusCode} {response.Reason}".TrimEnd();
        var what = type.Length == 0 ? $"without a type ({status})" : $"{type} ({status})";
        if (doc.Length == 0) return $"The body is empty, {what}, which is not JSON: {place}.";

        // The first tag identifies a sign-in page; the rest of the text may be a secret.
        if (Markup().Match(doc) is { Success: true } markup) return $"The body is {what}, not JSON: {markup.Value.TrimStart()}…";
        return type.Contains("json", StringComparison.OrdinalIgnoreCase)
            ? $"The body, {what}, is not JSON: {place}."
            : $"The body is {what}, not JSON: {place}.";
    }

    [GeneratedRegex(
        """\A\s{0,100}<(!DOCTYPE\s{1,10}\w{1,20}|[!?]?[\w:-]{1,40})""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markup();

    private static (int Line, int Column) Locate(string doc, int position)
    {
        var before = doc.AsSpan(0, Math.Clamp(position, 0, doc.Length));
        var line = 1 + before.Count('\n');
        return (line, before.Length - before.LastIndexOf('\n'));
    }
}
