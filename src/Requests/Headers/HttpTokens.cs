using System.Buffers;

namespace Requests;

/// <summary>The words of HTTP: what methods and header names are made of (RFC 9110 section 5.6.2).</summary>
internal static class HttpTokens
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> Token68Characters =
        SearchValues.Create("-._~+/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether a text is what schemes without parameters say: Base64 and its like, with padding at the end only.</summary>
    internal static bool IsToken68(string text) =>
        text.AsSpan().TrimEnd('=') is { IsEmpty: false } word && !word.ContainsAnyExcept(Token68Characters);

    internal static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);
}
