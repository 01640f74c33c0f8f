using System.Buffers;

namespace Requests;

/// <summary>Recognizes the tokens of HTTP, such as methods and header names (RFC 9110 section 5.6.2).</summary>
internal static class HttpTokens
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> Token68Characters =
        SearchValues.Create("-._~+/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>
    /// Returns whether a text is a token68, the value of a scheme without parameters: Base64 or similar, with padding only at the end (RFC
    /// 9110 section 11.2).
    /// </summary>
    /// <param name="text">The text.</param>
    internal static bool IsToken68(string text) =>
        text.AsSpan().TrimEnd('=') is { IsEmpty: false } word && !word.ContainsAnyExcept(Token68Characters);

    /// <summary>Returns whether a text is a token.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);
}
