using System.Collections;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Refuses what is no number, such as $true or an empty text, where PowerShell would make 1 or 0 of it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => Values.Unwrap(inputData) switch
    {
        null => null,
        IList list when Values.IsList(list) => list.Cast<object?>().All(IsNumber) ? inputData : throw Invalid(inputData),
        _ => IsNumber(inputData) ? inputData : throw Invalid(inputData),
    };

    private static bool IsNumber(object? value) => Values.Unwrap(value) switch
    {
        string text => !string.IsNullOrWhiteSpace(text),
        bool or char or DateTime or DBNull => false,
        IConvertible or System.Numerics.BigInteger => true,
        _ => false,
    };

    private static ArgumentTransformationMetadataException Invalid(object value) => new($"{Values.TypeName(value)} is not a number: give a number.");
}
