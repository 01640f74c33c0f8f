using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;

namespace Requests.PowerShell;

/// <summary>Converts parameters to the settings of certificate verification, and to client certificates.</summary>
internal static class TlsConverter
{
    private static readonly string[] Parts = ["Path", "Key", "Password"];

    /// <summary>Converts the value of <c>-Verify</c> to TLS settings.</summary>
    /// <param name="value">
    /// $true or null to verify the server certificate with the authorities of the system, $false to turn verification off, or the path of
    /// a PEM file or a folder with authorities.
    /// </param>
    /// <param name="fullPath">A function that resolves a path.</param>
    /// <exception cref="RequestException">The value is of another kind, or the file does not exist.</exception>
    internal static TlsSettings ToTrust(object? value, Func<string, string> fullPath)
    {
        switch (PSValue.Unwrap(value))
        {
            case null or true or SwitchParameter { IsPresent: true }: return TlsSettings.Default;
            case false or SwitchParameter: return new TlsSettings(Verify: false);
            case string path when !string.IsNullOrWhiteSpace(path): return From(fullPath(path), path);
            case FileSystemInfo file: return From(file.FullName, file.FullName);
            case var other: throw ParameterErrors.Invalid("Verify", other, "$true, $false, or the path of a PEM file or folder");
        }
    }

    /// <summary>Converts the value of <c>-Cert</c> to a client certificate; null stays null.</summary>
    /// <param name="value">
    /// A certificate, a path, a pair of paths (certificate, key), or a map with Path, Key and Password.
    /// </param>
    /// <param name="fullPath">A function that resolves a path.</param>
    /// <exception cref="RequestException">The value is of another kind, or the file does not exist.</exception>
    internal static ClientCertificate? ToClientCertificate(object? value, Func<string, string> fullPath) => PSValue.Unwrap(value) switch
    {
        null => null,
        ClientCertificate certificate => certificate,
        X509Certificate2 certificate => new ClientCertificate(certificate),
        string path when !string.IsNullOrWhiteSpace(path) => new ClientCertificate(fullPath(path)),
        FileInfo file => new ClientCertificate(file.FullName),
        IDictionary map => FromMap(map, fullPath),
        IList { Count: 2 } pair => new ClientCertificate(fullPath(Text(pair[0], "Cert")), fullPath(Text(pair[1], "the key of Cert"))),
        var other => throw ParameterErrors.Invalid(
            "Cert",
            other,
            "an X509Certificate2, a path, a pair of paths (certificate, key), or a map with Path, Key and Password"),
    };

    private static TlsSettings From(string path, string original) => Path.Exists(path)
        ? new TlsSettings(CaFile: path)
        : throw new CertificateFileException($"Could not find a suitable TLS CA certificate bundle, invalid path: {original}");

    private static ClientCertificate FromMap(IDictionary map, Func<string, string> fullPath)
    {
        foreach (var key in map.Keys)
        {
            if (key is not string name || !Parts.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new InvalidParameterException($"-Cert has no part '{key}': give Path, Key and Password.");
            }
        }

        var path = Text(map["Path"], "Path of Cert");
        var password = PSValue.Unwrap(map["Password"]) is null ? null : ValueConverter.ToSecret(map["Password"], "Password of Cert");
        var keyPath = PSValue.Unwrap(map["Key"]) is null ? null : fullPath(Text(map["Key"], "Key of Cert"));
        return new ClientCertificate(fullPath(path), keyPath, password);
    }

    private static string Text(object? value, string name)
    {
        var path = PSValue.Unwrap(value) is FileInfo file ? file.FullName : value;
        return TextConverter.ToStrictText(path, name, "a path") is { Length: > 0 } text
            ? text
            : throw ParameterErrors.Invalid(name, value, "a path");
    }
}
