using System.Text;

namespace Requests.PowerShell;

/// <summary>Converts names and passwords to Basic authentication: texts, secure strings, or bytes, which are sent as they are.</summary>
internal static class BasicConverter
{
    /// <summary>Creates Basic authentication.</summary>
    /// <param name="userName">The user name: a text or bytes.</param>
    /// <param name="password">The password: a text, a secure string or bytes.</param>
    /// <param name="charset">The charset of texts; null is UTF-8.</param>
    /// <param name="nameOfUser">The name of the parameter with the user name, for messages.</param>
    /// <param name="nameOfPassword">The name of the parameter with the password, for messages.</param>
    /// <exception cref="RequestException">The user name, the password or the charset cannot be used.</exception>
    internal static BasicAuth ToAuth(
        object? userName,
        object? password,
        string? charset,
        string nameOfUser = "UserName",
        string nameOfPassword = "Password")
    {
        var encoding = ToEncoding(charset);
        if (PSValue.Unwrap(userName) is not byte[] && PSValue.Unwrap(password) is not byte[])
        {
            return new BasicAuth(
                ValueConverter.ToName(userName, nameOfUser) ?? "",
                ValueConverter.ToSecret(password, nameOfPassword),
                encoding);
        }

        return new BasicAuth(
            PSValue.Unwrap(userName) as byte[] ?? encoding.GetBytes(ValueConverter.ToName(userName, nameOfUser) ?? ""),
            PSValue.Unwrap(password) as byte[] ?? encoding.GetBytes(ValueConverter.ToSecret(password, nameOfPassword)));
    }

    private static Encoding ToEncoding(string? charset)
    {
        if (string.IsNullOrWhiteSpace(charset)) return Encoding.UTF8;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new InvalidHeaderException($"The charset '{charset}' is not known: give a name such as iso-8859-1.");
        }
    }
}
