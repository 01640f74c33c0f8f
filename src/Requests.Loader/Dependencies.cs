using System.Reflection;
using System.Runtime.Loader;

namespace Requests.Loader;

/// <summary>
/// Resolves the assembly <c>Requests.Dependencies</c> and the third-party libraries that it references from <c>bin/deps</c>. They are
/// loaded in a separate load context when they are first needed, so that other versions of the same libraries in other modules do not
/// conflict.
/// </summary>
internal static class Dependencies
{
    private const string Bridge = "Requests.Dependencies";

    /// <summary>Registers the resolver for this process.</summary>
    /// <param name="folder">The folder of the libraries.</param>
    public static void Register(string folder)
    {
        var context = new Lazy<DependencyContext>(() => new DependencyContext(folder));
        AssemblyLoadContext.Default.Resolving += (_, name) =>
            name.Name == Bridge ? context.Value.LoadFromAssemblyPath(Path.Combine(folder, $"{Bridge}.dll")) : null;
    }

    private sealed class DependencyContext(string folder) : AssemblyLoadContext(Bridge)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var file = Path.Combine(folder, $"{assemblyName.Name}.dll");
            return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }
    }
}
