using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>
/// Empty objects to add properties to. PowerShell 7 has a constructor that says how many will come, which PowerShellStandard does not
/// name: with it an object holds its properties itself, without it they hang in a weak table beside it, at twice the time.
/// </summary>
internal static class PSObjectFactory
{
    private static readonly bool TakesCapacity = typeof(PSObject).GetConstructor([typeof(int)]) is not null;

    /// <summary>An object without properties.</summary>
    /// <param name="capacity">The number of properties that are likely to come.</param>
    internal static PSObject Create(int capacity) => TakesCapacity ? WithCapacity(capacity) : new PSObject();

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern PSObject WithCapacity(int capacity);
}
