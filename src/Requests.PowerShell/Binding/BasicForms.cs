using System.Text;

namespace Requests.PowerShell;

/// <summary>Converts names and passwords to Basic authentication: texts, secure strings, or bytes, which are sent as they are.</summary>
internal static class BasicForms
{
    /// <summary>Creates Basic authentication.</summary>
    /// <param name="userName">The name.</param>
    /// <param name="password">The password.</param>
    /// <param name="charset">The charset of texts; null for UTF-8.</param>
    /// <exception cref="RequestException">They cannot be used.</exception>
    internal static BasicAuth ToAuth(object? userName, object? password, string? charset)
    {
        var encoding = ToEncoding(charset);
        if (Values.Unwrap(userName) is not byte[] && Values.Unwrap(password) is not byte[])
        {
            return new BasicAuth(Forms.ToName(userName, "The user name") ?? "", Forms.Secret(password), encoding);
        }

        return new BasicAuth(
            Values.Unwrap(userName) as byte[] ?? encoding.GetBytes(Forms.ToName(userName, "The user name") ?? ""),
            Values.Unwrap(password) as byte[] ?? encoding.GetBytes(Forms.Secret(password)));
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
