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
        var password = PSValue.Unwrap(settings.KeyPassword) is null ? null : ValueConverter.ToSecret(settings.KeyPassword, "KeyPassword");
        if (JwtSigner.IsHmac(algorithm)) return JwtSigner.FromSecret(ToSecret(value, parameter), algorithm!.Value, keyId);
        switch (PSValue.Unwrap(value))
        {
            case X509Certificate2 certificate: return JwtSigner.FromCertificate(certificate, algorithm, keyId);
            case AsymmetricAlgorithm key: return JwtSigner.FromKey(key, algorithm, keyId);
            default: return new JwtSigner(Read(value, parameter, password, fullPath), algorithm, keyId);
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

    private static JwtKey Read(object? value, string parameter, string? password, Func<string, string> fullPath) =>
        PSValue.Unwrap(value) switch
        {
            SecureString secure when ValueConverter.ToSecret(secure) is var pem && JwtKey.IsPem(pem) =>
                JwtKey.FromPem(pem, password, ParameterErrors.GetLabel(parameter)),
            string pem when JwtKey.IsPem(pem) => JwtKey.FromPem(pem, password, ParameterErrors.GetLabel(parameter)),
            string path when !string.IsNullOrWhiteSpace(path) => JwtKey.FromFile(Find(path, parameter, value, fullPath), null, password),
            FileInfo file => JwtKey.FromFile(file.FullName, keyPath: null, password),
            byte[] { Length: > 0 } bytes => JwtKey.FromBytes(bytes, password, ParameterErrors.GetLabel(parameter)),
            IDictionary map => FromMap(map, parameter, password, fullPath),
            IList { Count: 2 } pair when PSValue.IsList(pair) =>
                JwtKey.FromFile(
                    FindFile(pair[0], $"The certificate of {parameter}", fullPath),
                    FindFile(pair[1], $"The key of {parameter}", fullPath),
                    password),
            _ => throw ParameterErrors.Invalid(parameter, value, Forms),
        };

    private static JwtKey FromMap(IDictionary map, string parameter, string? password, Func<string, string> fullPath)
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
        return JwtKey.FromFile(FindFile(map["Path"], $"The Path of {parameter}", fullPath), keyPath, own);
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
