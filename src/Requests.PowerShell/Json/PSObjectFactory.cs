using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>
/// Creates empty objects to which properties are added. PowerShell 7 has a constructor with a capacity, which PowerShellStandard does not
/// declare. An object that it creates holds its properties itself; otherwise they are in a separate weak table, which takes twice the time.
/// </summary>
internal static class PSObjectFactory
{
    private static readonly bool HasCapacityConstructor = typeof(PSObject).GetConstructor([typeof(int)]) is not null;

    /// <summary>Creates an object without properties.</summary>
    /// <param name="capacity">The expected number of properties.</param>
    internal static PSObject Create(int capacity) => HasCapacityConstructor ? CreateWithCapacity(capacity) : new PSObject();

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern PSObject CreateWithCapacity(int capacity);
}
