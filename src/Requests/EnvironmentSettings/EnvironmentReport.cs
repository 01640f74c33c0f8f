using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Requests;

/// <summary>Represents the environment for a problem report. It contains no secret.</summary>
/// <remarks>requests: <c>requests.help.info</c>.</remarks>
public sealed record EnvironmentReport
{
    private EnvironmentReport()
    {
    }

    /// <summary>Gets the version of this engine.</summary>
    public string Version { get; } = typeof(EnvironmentReport).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>Gets the version of the shell, or null when no shell calls.</summary>
    public string? PowerShell { get; internal init; }

    /// <summary>Gets the runtime, such as <c>.NET 8.0.11</c>.</summary>
    public string Framework { get; } = RuntimeInformation.FrameworkDescription;

    /// <summary>Gets the operating system and its version.</summary>
    public string OperatingSystem { get; } = RuntimeInformation.OSDescription;

    /// <summary>Gets the processor architecture of the process, such as <c>X64</c>.</summary>
    public string Architecture { get; } = RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>Gets the TLS library, with its version where it has its own.</summary>
    public string TlsLibrary { get; } = FindTlsLibrary();

    /// <summary>Gets the file of trusted certificates that the environment names, or null.</summary>
    public string? CaBundle { get; } = Requests.CaBundle.Path;

    /// <summary>
    /// Returns the warnings about the environment's files, such as a netrc word that was skipped. Each reading of a file returns its
    /// warnings once.
    /// </summary>
    internal static IReadOnlyList<string> TakeWarnings() => Netrc.Shared.TakeWarnings();

    /// <summary>Creates a report of the current environment.</summary>
    public static EnvironmentReport Create() => new();

    // OpenSSL's number is 0xMNN00PP0 since 3.0, 0xMNNPP000 before that: major, minor, patch.
    private static string FindTlsLibrary()
    {
        if (System.OperatingSystem.IsWindows()) return "Schannel";
        if (System.OperatingSystem.IsMacOS()) return "Secure Transport";
        var number = SafeEvpPKeyHandle.OpenSslVersion;
        return $"OpenSSL {number >> 28}.{(number >> 20) & 0xff}.{(number >> (number >> 28 < 3 ? 12 : 4)) & 0xff}";
    }
}
