using System.Management.Automation;

namespace Requests.Loader;

/// <summary>
/// Represents the initializer that PowerShell runs before it loads the cmdlets, because this assembly is a nested module of the manifest.
/// It runs once in a process. What it registers stays registered, because objects of the module exist after Remove-Module.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    private static readonly Lazy<bool> Initialized = new(Initialize);

    /// <inheritdoc/>
    public void OnImport() => _ = Initialized.Value;

    private static bool Initialize()
    {
        var bin = Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!;
        CompiledAssemblies.Load(bin);
        Dependencies.Register(Path.Combine(bin, "deps"));
        return true;
    }
}
