using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Represents the initializer that PowerShell runs when it imports the module. It makes the synchronous waits of the engine end when a
/// pipeline is stopped. What it sets stays set, because objects of the module exist after Remove-Module.
/// </summary>
public sealed class ModuleEvents : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => SynchronousWait.Shared.Host = WaitCommand.Wait;
}
