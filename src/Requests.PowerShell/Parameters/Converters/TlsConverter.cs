using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;

namespace Requests.PowerShell;

/// <summary>The accepted forms of trust and of client certificates.</summary>
internal static class TlsConverter
{
    private static readonly string[] Parts = ["Path", "Key", "Password"];

    /// <summary>What <c>-Verify</c> takes: true or null for the system's authorities, false for none, a path for those of a file or folder.</summary>
    /// <exception cref="RequestException">It is something else, or there is no such file.</exception>
    internal static TlsSettings ToTrust(object? value, Func<string, string> fullPath)
    {
        switch (PSValue.Unwrap(value))
        {
            case null or true or SwitchParameter { IsPresent: true }: return TlsSettings.Default;
            case false or SwitchParameter: return new TlsSettings(Verify: false);
            case string given when !string.IsNullOrWhiteSpace(given): return From(fullPath(given), given);
            case FileSystemInfo file: return From(file.FullName, file.FullName);
            case var other: throw ParameterErrors.Invalid("Verify", other, "$true, $false, or the path of a PEM file or folder");
        }
    }

    /// <summary>What <c>-Cert</c> takes: a certificate, a path, a pair of paths, or a map.</summary>
    /// <exception cref="RequestException">It is something else, or there is no such file.</exception>
    internal static ClientCertificate? ToClientCertificate(object? value, Func<string, string> fullPath) => PSValue.Unwrap(value) switch
    {
        null => null,
        ClientCertificate known => known,
        X509Certificate2 certificate => new ClientCertificate(certificate),
        string path when !string.IsNullOrWhiteSpace(path) => new ClientCertificate(fullPath(path)),
        FileInfo file => new ClientCertificate(file.FullName),
        IDictionary map => FromMap(map, fullPath),
        IList { Count: 2 } pair => new ClientCertificate(fullPath(Text(pair[0], "Cert")), fullPath(Text(pair[1], "the key of Cert"))),
        var other => throw ParameterErrors.Invalid("Cert", other, "an X509Certificate2, a path, a pair of paths (certificate, key), or a map with Path, Key and Password"),
    };

    private static TlsSettings From(string path, string given) => Path.Exists(path)
        ? new TlsSettings(CaFile: path)
        : throw new CertificateFileException($"Could not find a suitable TLS CA certificate bundle, invalid path: {given}");

    private static ClientCertificate FromMap(IDictionary map, Func<string, string> fullPath)
    {
        foreach (var key in map.Keys)
        {
            if (key is not string name || !Parts.Contains(name, StringComparer.OrdinalIgnoreCase)) throw new InvalidParameterException($"-Cert has no part '{key}': give Path, Key and Password.");
        }

        var path = Text(map["Path"], "Path of Cert");
        var password = PSValue.Unwrap(map["Password"]) is null ? null : ValueConverter.Secret(map["Password"], "Password of Cert");
        return new ClientCertificate(fullPath(path), PSValue.Unwrap(map["Key"]) is null ? null : fullPath(Text(map["Key"], "Key of Cert")), password);
    }

    private static string Text(object? value, string what) =>
        ValueConverter.ToWord(PSValue.Unwrap(value) is FileInfo file ? file.FullName : value, what, "a path") is { Length: > 0 } text ? text : throw ParameterErrors.Invalid(what, value, "a path");
}
