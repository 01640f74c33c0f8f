using System.Text.Encodings.Web;
using System.Text.Json;

namespace Requests;

/// <summary>Represents a body of JSON in UTF-8, <c>application/json</c>.</summary>
/// <remarks>requests: the <c>json</c> argument.</remarks>
public sealed class JsonBody : BytesBody
{
    private static readonly JsonSerializerOptions Defaults = new()
    {
        MaxDepth = 100,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Creates a body from JSON.</summary>
    /// <param name="utf8">The JSON text in UTF-8. It is not validated.</param>
    public JsonBody(ReadOnlyMemory<byte> utf8)
        : base(utf8, "application/json") => IsText = true;

    /// <summary>Creates a body from a value.</summary>
    /// <typeparam name="T">The type to serialize the value as.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="options">The options of the serializer; null allows a depth of 100 and escapes only what JSON requires.</param>
    /// <exception cref="InvalidJsonException">The value holds NaN, an infinity or a cycle, or is deeper than the options allow.</exception>
    public static JsonBody From<T>(T value, JsonSerializerOptions? options = null)
    {
        try
        {
            return new JsonBody(JsonSerializer.SerializeToUtf8Bytes(value, options ?? Defaults));
        }
        catch (Exception error) when (error is JsonException or ArgumentException or NotSupportedException)
        {
            throw new InvalidJsonException($"The value cannot be written as JSON: {error.Message}", error);
        }
    }
}
