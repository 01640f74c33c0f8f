using System.Text.Json;

namespace Requests;

/// <summary>Finds the URL of the next page in an array of links, such as <c>[{"rel":"next","href":"…"}]</c>.</summary>
internal sealed class JsonLinks
{
    private string _name = "";
    private bool _isNext;
    private string? _target;

    /// <summary>Returns whether a member has links.</summary>
    /// <param name="path">The path of the member.</param>
    internal static bool IsName(string path) =>
        path.Equals("links", StringComparison.OrdinalIgnoreCase) || path.Equals("link", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a token; returns the URL at the end of an object whose relation is <c>next</c>, and null otherwise.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="depth">The depth of the token in the array; 1 for an object.</param>
    internal string? Read(ref Utf8JsonReader reader, int depth)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when depth == 1:
                (_isNext, _target) = (false, null);
                break;
            case JsonTokenType.PropertyName when depth == 2:
                _name = JsonText.Get(ref reader);
                break;
            case JsonTokenType.String when depth == 2 && _name is "rel" or "relation":
                _isNext = reader.ValueTextEquals("next");
                break;
            case JsonTokenType.String when depth == 2 && _name is "href" or "url":
                _target = JsonText.Get(ref reader).Trim();
                break;
            case JsonTokenType.EndObject when depth == 1 && _isNext:
                return _target;
        }

        return null;
    }
}
