using System.Management.Automation;
using System.Runtime.Loader;

namespace Requests.PowerShell;

/// <summary>
/// Resolves the dependency bridge from <c>bin/deps</c> in a load context of its own, so that other modules' copies of the same
/// libraries do no harm; and makes the engine's synchronous waits end when a pipeline is stopped. Hooked once per process and never unhooked: objects outlive Remove-Module.
/// </summary>
public sealed class ModuleEvents : IModuleAssemblyInitializer
{
    private const string Bridge = "Requests.Dependencies";

    private static readonly Lazy<bool> Hooked = new(Hook);

    /// <inheritdoc/>
    public void OnImport() => _ = Hooked.Value;

    private static bool Hook()
    {
        SynchronousWait.Shared.Host = WaitCommand.Wait;
        var folder = Path.Combine(Path.GetDirectoryName(typeof(ModuleEvents).Assembly.Location)!, "deps");
        var context = new Lazy<DependencyContext>(() => new DependencyContext(folder));
        AssemblyLoadContext.Default.Resolving += (_, name) =>
            name.Name == Bridge ? context.Value.LoadFromAssemblyPath(Path.Combine(folder, $"{Bridge}.dll")) : null;
        return true;
    }

    private sealed class DependencyContext(string folder) : AssemblyLoadContext("Requests.Dependencies")
    {
        protected override System.Reflection.Assembly? Load(System.Reflection.AssemblyName assemblyName)
        {
            var file = Path.Combine(folder, $"{assemblyName.Name}.dll");
            return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }
    }
}
