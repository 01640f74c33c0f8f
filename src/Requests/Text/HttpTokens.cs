using System.Buffers;

namespace Requests;

/// <summary>The words of HTTP: what methods and header names are made of (RFC 9110 section 5.6.2).</summary>
internal static class HttpTokens
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    internal static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);
}
