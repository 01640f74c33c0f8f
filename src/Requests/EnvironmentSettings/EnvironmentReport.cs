using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Requests;

/// <summary>What a report of a problem should say about where it happened; holds no secret.</summary>
/// <remarks>requests: <c>requests.help.info</c>.</remarks>
public sealed record EnvironmentReport
{
    private EnvironmentReport()
    {
    }

    /// <summary>The version of this engine.</summary>
    public string Version { get; } = typeof(EnvironmentReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>The shell that calls, or null when it is no shell.</summary>
    public string? PowerShell { get; internal init; }

    /// <summary>The runtime, such as <c>.NET 8.0.11</c>.</summary>
    public string Framework { get; } = RuntimeInformation.FrameworkDescription;

    /// <summary>The operating system and its version.</summary>
    public string OperatingSystem { get; } = RuntimeInformation.OSDescription;

    /// <summary>The processor architecture of the process, such as <c>X64</c>.</summary>
    public string Architecture { get; } = RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The library that speaks TLS, with its version where it has one of its own.</summary>
    public string TlsLibrary { get; } = FindTlsLibrary();

    /// <summary>The file of trusted certificates that the environment names, or null.</summary>
    public string? CaBundle { get; } = Requests.CaBundle.Path;

    /// <summary>What of the environment's files, such as netrc, was not understood and passed over. Each is returned once for each time that a file is read.</summary>
    internal static IReadOnlyList<string> TakeWarnings() => Netrc.Shared.TakeWarnings();

    /// <summary>Looks around.</summary>
    public static EnvironmentReport Create() => new();

    // OpenSSL's number is 0xMNN00PP0 since 3.0, 0xMNNPP000 before: major, minor, patch.
    private static string FindTlsLibrary()
    {
        if (System.OperatingSystem.IsWindows()) return "Schannel";
        if (System.OperatingSystem.IsMacOS()) return "Secure Transport";
        var number = SafeEvpPKeyHandle.OpenSslVersion;
        return $"OpenSSL {number >> 28}.{(number >> 20) & 0xff}.{(number >> (number >> 28 < 3 ? 12 : 4)) & 0xff}";
    }
}
