namespace Requests.PowerShell;

/// <summary>
/// Names the type that the value of a parameter is converted to, for the help. The parameter itself is an object: the conversion of
/// PowerShell does not give the error ids of this module, and accepts unintended values, such as $true for 1.
/// </summary>
/// <param name="type">The type that the value is converted to.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValueTypeAttribute(Type type) : Attribute
{
    /// <summary>Gets the type that the value is converted to.</summary>
    public Type Type => type;
}
