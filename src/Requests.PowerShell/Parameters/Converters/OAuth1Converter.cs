using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests.PowerShell;

/// <summary>Converts parameters to the tokens and private keys of OAuth 1; null stays null.</summary>
internal static class OAuth1Converter
{
    /// <summary>Converts to a token.</summary>
    /// <param name="value">An <see cref="OAuth1Token"/>, a pair of token and secret, or a map with Token and Secret.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static OAuth1Token? ToToken(object? value)
    {
        switch (PSValue.Unwrap(value))
        {
            case null: return null;
            case OAuth1Token token: return token;
            case System.Collections.IList { Count: 2 } pair when PSValue.IsList(pair):
                return new OAuth1Token(
                    ValueConverter.ToSecret(pair[0], "The first item of Token"),
                    ValueConverter.ToSecret(pair[1], "The second item of Token"));
            case string or System.Security.SecureString: throw Invalid();
        }

        string? key = null, secret = null;
        foreach (var (name, part) in PSValue.ToPairs(value, "Token") ?? throw Invalid())
        {
            if (name.Equals("Token", StringComparison.OrdinalIgnoreCase)) key = ValueConverter.ToSecret(part, "Token of Token");
            else if (name.Equals("Secret", StringComparison.OrdinalIgnoreCase)) secret = ValueConverter.ToSecret(part, "Secret of Token");
        }

        return key is null || secret is null ? throw Invalid() : new OAuth1Token(key, secret);
    }

    /// <summary>Converts to a private key.</summary>
    /// <param name="value">An RSA key, a certificate with its RSA key, or the path of a PEM file.</param>
    /// <param name="password">The password of an encrypted PEM file, or null.</param>
    /// <param name="fullPath">A function that resolves a path.</param>
    /// <exception cref="RequestException">The value is of another kind, or the key cannot be read.</exception>
    internal static RSA? ToKey(object? value, string? password, Func<string, string> fullPath) => PSValue.Unwrap(value) switch
    {
        null => null,
        RSA key => key,
        X509Certificate2 certificate => certificate.GetRSAPrivateKey()
            ?? throw new CertificateFileException(
                $"The certificate '{VisibleText.EscapeLine(certificate.Subject)}' has no RSA private key."),
        string path => FromFile(fullPath(path), password),
        FileInfo file => FromFile(file.FullName, password),
        var other => throw ParameterErrors.Invalid(
            "PrivateKey",
            other,
            "the path of a PEM file, an RSA key, or a certificate with its key"),
    };

    private static RSA FromFile(string path, string? password)
    {
        var key = RSA.Create();
        try
        {
            var text = File.ReadAllText(path);
            if (password is null) key.ImportFromPem(text);
            else key.ImportFromEncryptedPem(text, password);
            return key;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new CertificateFileException($"The private key '{path}' cannot be used: {error.Message}", error);
        }
    }

    private static InvalidParameterException Invalid() =>
        new("A token of OAuth 1 is what Get-OAuth1Token gave, a pair: token, secret, or a map with Token and Secret.");
}
