using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>A number of times, 0 or more, or $null for no limit; ValidateRange takes no $null.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateCountAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is < 0 or < 0L) throw new ValidationMetadataException($"{arguments} is less than 0: give how many times, or $null for no limit.");
    }
}
