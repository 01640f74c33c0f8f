namespace Requests.PowerShell;

/// <summary>
/// Names the type of value that a parameter converts to, for the help. The parameter itself is an object: PowerShell's own conversion has
/// no place for our error ids, and takes values that are not meant, such as $true for 1.
/// </summary>
/// <param name="type">The type.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValueTypeAttribute(Type type) : Attribute
{
    /// <summary>Gets the type.</summary>
    public Type Type => type;
}
