using System.Text;

namespace Requests;

/// <summary>Encodes a user name and a password as the credentials of the Basic scheme, for servers and for proxies.</summary>
/// <remarks>RFC 7617. Requests sends Latin-1 where name and password fit it.</remarks>
internal static class BasicCredentials
{
    /// <summary>Encodes the value of the header, in UTF-8.</summary>
    /// <param name="userName">The user name.</param>
    /// <param name="password">The password.</param>
    internal static string Encode(string userName, string password) =>
        Encode(Encoding.UTF8.GetBytes(userName), Encoding.UTF8.GetBytes(password));

    /// <summary>Encodes the value of the header.</summary>
    /// <param name="userName">The bytes of the user name.</param>
    /// <param name="password">The bytes of the password.</param>
    internal static string Encode(ReadOnlySpan<byte> userName, ReadOnlySpan<byte> password) =>
        $"Basic {Convert.ToBase64String([.. userName, (byte)':', .. password])}";

    /// <summary>Encodes a text in a charset.</summary>
    /// <param name="text">The user name or the password.</param>
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
            // The message of .NET's exception names the character, which may be part of the password.
            throw new InvalidHeaderException(
                $"The charset '{encoding.WebName}' cannot hold the user name or the password. Leave it out for UTF-8, or give bytes.");
        }
    }
}
