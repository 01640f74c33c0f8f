using System.Text;

namespace Requests;

/// <summary>Name and password as the Basic scheme sends them, to servers and to proxies.</summary>
/// <remarks>RFC 7617. Requests sends Latin-1 where name and password fit it.</remarks>
internal static class BasicCredentials
{
    /// <summary>The header's value, in UTF-8.</summary>
    /// <param name="userName">The name.</param>
    /// <param name="password">The password.</param>
    internal static string Encode(string userName, string password) => Encode(Encoding.UTF8.GetBytes(userName), Encoding.UTF8.GetBytes(password));

    /// <summary>The header's value.</summary>
    /// <param name="userName">The bytes of the name.</param>
    /// <param name="password">The bytes of the password.</param>
    internal static string Encode(ReadOnlySpan<byte> userName, ReadOnlySpan<byte> password) => $"Basic {Convert.ToBase64String([.. userName, (byte)':', .. password])}";

    /// <summary>A text in a charset.</summary>
    /// <param name="text">The name or the password.</param>
    /// <param name="encoding">The charset.</param>
    /// <exception cref="InvalidHeaderException">The charset cannot hold the text.</exception>
    internal static byte[] ToBytes(string text, Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.EncoderFallback = EncoderFallback.ExceptionFallback;
        try
        {
            return strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            // The exception of .NET names the character, which may be part of the password.
            throw new InvalidHeaderException($"The charset '{encoding.WebName}' cannot hold the user name or the password. Leave it out for UTF-8, or give bytes.");
        }
    }
}
