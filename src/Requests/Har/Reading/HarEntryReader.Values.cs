using System.Text;
using System.Text.Json;

namespace Requests;

/// <content>Reads values, and creates the errors for those of another type.</content>
internal sealed partial class HarEntryReader
{
    /// <summary>Returns whether a field has a name. The reader of .NET throws for a name with half a surrogate pair.</summary>
    /// <param name="reader">The reader, at the name.</param>
    /// <param name="name">The name in UTF-8.</param>
    internal bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueIsEscaped ? GetText(ref reader) == Encoding.UTF8.GetString(name) : reader.ValueSpan.SequenceEqual(name);

    /// <summary>Reads a text. A number or a Boolean value is taken as its text, because some programs write them so.</summary>
    /// <param name="reader">The reader, at the name.</param>
    /// <param name="path">The name of the field, for errors.</param>
    /// <returns>The text; null for null.</returns>
    internal string? ReadText(ref Utf8JsonReader reader, string path)
    {
        reader.Read();
        return GetText(ref reader, path);
    }

    private string? GetText(ref Utf8JsonReader reader, string path) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => GetText(ref reader),
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.ASCII.GetString(reader.ValueSpan),
        _ => throw WrongType(ref reader, path, "a text"),
    };

    private double ReadNumber(ref Utf8JsonReader reader, string path, double missing)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return missing;
        if (reader.TokenType != JsonTokenType.Number) throw WrongType(ref reader, path, "a number");

        // A number that a double cannot hold would be infinity, which JSON cannot have.
        return reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Error($"{path} is not in the range of numbers", (int)reader.TokenStartIndex);
    }

    private long ReadSize(ref Utf8JsonReader reader, string path)
    {
        var size = ReadNumber(ref reader, path, -1);
        return size is >= -1 and < long.MaxValue ? (long)size : -1;
    }

    private bool ReadFlag(ref Utf8JsonReader reader, string path)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            _ => throw WrongType(ref reader, path, "true or false"),
        };
    }

    private string GetText(ref Utf8JsonReader reader)
    {
        try
        {
            return _strings.Get(ref reader);
        }
        catch (DecoderFallbackException error)
        {
            throw NotUtf8(ref reader, error);
        }
    }

    private HarFormatException NotUtf8(ref Utf8JsonReader reader, Exception? cause) =>
        Error("a text is not in UTF-8", (int)reader.TokenStartIndex, cause);

    private HarFormatException WrongType(ref Utf8JsonReader reader, string path, string wanted)
    {
        var kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => "a text",
            JsonTokenType.Number => "a number",
            _ => "a Boolean value",
        };
        return Error($"{(path.Length > 0 ? path : "the entry")} is {kind}, not {wanted}", (int)reader.TokenStartIndex);
    }

    private HarFormatException Error(string problem, int offset, Exception? cause = null) =>
        _input.Error($"The archive cannot be read: {(_input.Entry is { } entry ? $"entry {entry}, " : "")}{problem}", offset, cause);
}
