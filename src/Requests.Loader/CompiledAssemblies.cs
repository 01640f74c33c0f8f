using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Requests.Loader;

/// <summary>
/// Loads the assemblies of the module that are compiled to machine code (ReadyToRun) for this platform. They are in a folder of
/// <c>bin</c> that is named by the runtime and the platform, such as <c>net10.0/linux-x64</c>, because a runtime accepts only the machine
/// code of its own major version. They have the same code and the same identity as the portable assemblies in <c>bin</c>, so that the
/// runtime takes them when PowerShell loads the portable ones. Without that folder, the runtime compiles the portable assemblies when
/// their methods are first called.
/// </summary>
internal static class CompiledAssemblies
{
    private static readonly string[] Names = ["Requests.dll", "Requests.PowerShell.dll"];

    /// <summary>Loads the assemblies for this platform, if there are any.</summary>
    /// <param name="bin">The folder of the portable assemblies.</param>
    public static void Load(string bin)
    {
        if (FindFolder(bin) is not { } folder) return;
        foreach (var name in Names)
        {
            try
            {
                _ = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(folder, name));
            }
            catch (Exception exception) when (exception is BadImageFormatException or FileLoadException or FileNotFoundException)
            {
                // The portable assembly does the same. PowerShell loads it next, and reports an error if it cannot.
                return;
            }
        }
    }

    private static string? FindFolder(string bin)
    {
        if (GetPlatform() is not { } platform) return null;
        var folder = Path.Combine(bin, $"net{Environment.Version.Major}.0", platform);
        return Directory.Exists(folder) ? folder : null;
    }

    private static string? GetPlatform()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "osx" : null;
        var processor = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 => "arm64",
            _ => null,
        };
        return system is null || processor is null ? null : $"{system}-{processor}";
    }
}
