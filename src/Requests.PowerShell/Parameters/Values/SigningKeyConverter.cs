using System.Collections;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Converts parameters to the key that signs a JSON Web Token.</summary>
internal static class SigningKeyConverter
{
    private const string Forms = "an X509Certificate2, an RSA or ECDsa key, the path of a PEM or PFX file that exists, PEM text as text or "
        + "a secure string, a pair of paths (certificate, key), or a map with Path, Key and Password";

    private const string SecretForms = "the secret of HS256, HS384 or HS512 as text, a secure string or bytes";

    private static readonly string[] Parts = ["Path", "Key", "Password"];

    /// <summary>
    /// Converts to an assertion that the key signs. Files are read for each request for a token, as they may be replaced by a renewed
    /// certificate.
    /// </summary>
    /// <param name="value">The key, in one of the forms that the message lists.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="settings">The other parameters of the key.</param>
    /// <param name="audience">The audience; null is the token endpoint.</param>
    /// <param name="fullPath">A function that resolves a path.</param>
    /// <exception cref="RequestException">The value is of another kind, or the key cannot be used.</exception>
    internal static OAuth2Assertion ToAssertion(
        object? value,
        string parameter,
        SigningKeySettings settings,
        string? audience,
        Func<string, string> fullPath)
    {
        var algorithm = TextConverter.ToOptionalMember<JwtAlgorithm>(settings.Algorithm, "Algorithm");
        if (FindFiles(value, parameter, ToPassword(settings), fullPath) is not { } read)
        {
            return OAuth2Assertion.FromSigner(ToSigner(value, parameter, settings, fullPath), audience);
        }

        var keyId = ToKeyId(settings.KeyId);
        return OAuth2Assertion.FromSigner(() => new JwtSigner(read(), algorithm, keyId), audience);
    }

    /// <summary>Converts to a signer.</summary>
    /// <param name="value">The key, in one of the forms that the message lists.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="settings">The other parameters of the key.</param>
    /// <param name="fullPath">A function that resolves a path.</param>
    /// <exception cref="RequestException">The value is of another kind, or the key cannot be used.</exception>
    internal static JwtSigner ToSigner(object? value, string parameter, SigningKeySettings settings, Func<string, string> fullPath)
    {
        var algorithm = TextConverter.ToOptionalMember<JwtAlgorithm>(settings.Algorithm, "Algorithm");
        var keyId = ToKeyId(settings.KeyId);
        if (JwtSigner.IsHmac(algorithm)) return JwtSigner.FromSecret(ToSecret(value, parameter), algorithm!.Value, keyId);
        switch (PSValue.Unwrap(value))
        {
            case X509Certificate2 certificate: return JwtSigner.FromCertificate(certificate, algorithm, keyId);
            case AsymmetricAlgorithm key: return JwtSigner.FromKey(key, algorithm, keyId);
            default: return new JwtSigner(Read(value, parameter, ToPassword(settings), fullPath), algorithm, keyId);
        }
    }

    /// <summary>Converts the identifier of a key; null stays null.</summary>
    /// <param name="value">A text.</param>
    /// <exception cref="InvalidParameterException">The value is not a text, or cannot be written as JSON.</exception>
    private static string? ToKeyId(object? value)
    {
        const string forms = "the identifier of the key as text";
        if (TextConverter.ToText(value, "KeyId", forms) is not { } text) return null;
        return text.Length == 0 || text.EnumerateRunes().Contains(Rune.ReplacementChar)
            ? throw ParameterErrors.Invalid("KeyId", value, forms)
            : text;
    }

    private static string? ToPassword(SigningKeySettings settings) =>
        PSValue.Unwrap(settings.KeyPassword) is null ? null : ValueConverter.ToSecret(settings.KeyPassword, "KeyPassword");

    private static JwtKey Read(object? value, string parameter, string? password, Func<string, string> fullPath) =>
        PSValue.Unwrap(value) switch
        {
            SecureString secure when ValueConverter.ToSecret(secure) is var pem && JwtKey.IsPem(pem) =>
                JwtKey.FromPem(pem, password, ParameterErrors.GetLabel(parameter)),
            string pem when JwtKey.IsPem(pem) => JwtKey.FromPem(pem, password, ParameterErrors.GetLabel(parameter)),
            byte[] { Length: > 0 } bytes => JwtKey.FromBytes(bytes, password, ParameterErrors.GetLabel(parameter)),
            _ => FindFiles(value, parameter, password, fullPath)?.Invoke() ?? throw ParameterErrors.Invalid(parameter, value, Forms),
        };

    /// <summary>Returns a function that reads the files of a key; null when the value names no file.</summary>
    private static Func<JwtKey>? FindFiles(object? value, string parameter, string? password, Func<string, string> fullPath)
    {
        switch (PSValue.Unwrap(value))
        {
            case string path when !string.IsNullOrWhiteSpace(path) && !JwtKey.IsPem(path):
                var full = Find(path, parameter, value, fullPath);
                return () => JwtKey.FromFile(full, keyPath: null, password);
            case FileInfo file:
                return () => JwtKey.FromFile(file.FullName, keyPath: null, password);
            case IDictionary map:
                return FindInMap(map, parameter, password, fullPath);
            case IList { Count: 2 } pair when pair is not byte[] && PSValue.IsList(pair):
                var certificate = FindFile(pair[0], $"The certificate of {parameter}", fullPath);
                var key = FindFile(pair[1], $"The key of {parameter}", fullPath);
                return () => JwtKey.FromFile(certificate, key, password);
            default:
                return null;
        }
    }

    private static Func<JwtKey> FindInMap(IDictionary map, string parameter, string? password, Func<string, string> fullPath)
    {
        foreach (var key in map.Keys)
        {
            if (key is not string name || !Parts.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw ParameterErrors.Invalid(parameter, map, Forms);
            }
        }

        var own = PSValue.Unwrap(map["Password"]) is null
            ? password
            : ValueConverter.ToSecret(map["Password"], $"The Password of {parameter}");
        var keyPath = PSValue.Unwrap(map["Key"]) is null ? null : FindFile(map["Key"], $"The Key of {parameter}", fullPath);
        var path = FindFile(map["Path"], $"The Path of {parameter}", fullPath);
        return () => JwtKey.FromFile(path, keyPath, own);
    }

    private static string FindFile(object? value, string parameter, Func<string, string> fullPath) => PSValue.Unwrap(value) switch
    {
        FileInfo file => file.FullName,
        string path when !string.IsNullOrWhiteSpace(path) => Find(path, parameter, value, fullPath),
        _ => throw ParameterErrors.Invalid(parameter, value, "the path of a file that exists"),
    };

    /// <summary>Finds a file. The message does not contain the text, because it can be a key without its first line.</summary>
    private static string Find(string path, string parameter, object? value, Func<string, string> fullPath)
    {
        try
        {
            if (fullPath(path) is var full && File.Exists(full)) return full;
        }
        catch (InvalidParameterException)
        {
            // The text has a drive that does not exist; the error below lists what the parameter takes.
        }

        throw ParameterErrors.Invalid(parameter, value, Forms);
    }

    private static byte[] ToSecret(object? value, string parameter) => PSValue.Unwrap(value) switch
    {
        byte[] { Length: > 0 } bytes => bytes,
        SecureString { Length: > 0 } secure => Encoding.UTF8.GetBytes(ValueConverter.ToSecret(secure)),
        string { Length: > 0 } text when !JwtKey.IsPem(text) => Encoding.UTF8.GetBytes(text),
        _ => throw ParameterErrors.Invalid(parameter, value, SecretForms),
    };
}
