using System.Management.Automation;
using System.Runtime.Loader;

namespace Requests.PowerShell;

/// <summary>
/// Represents the initializer that PowerShell runs when it imports the module. It loads the dependency assembly from <c>bin/deps</c> in a
/// separate load context, so that other versions of the same libraries in other modules do not conflict. It also makes the synchronous
/// waits of the engine end when a pipeline is stopped. The handlers are registered once per process and stay registered, because objects
/// of the module exist after Remove-Module.
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
