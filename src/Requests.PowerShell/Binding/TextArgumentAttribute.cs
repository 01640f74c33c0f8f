using System.Collections;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Refuses what is no text, such as $true or a map, where PowerShell would make a text of it that nobody means.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>Gets or sets a value that indicates whether a list of texts is one, too.</summary>
    public bool AllowsList { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => Values.Unwrap(inputData) switch
    {
        null => null,
        IEnumerable list when AllowsList && Values.IsList(list) => list.Cast<object?>().All(item => Values.Unwrap(item) is { } one && IsText(one)) ? inputData : throw Invalid(inputData),
        var value => IsText(value) ? inputData : throw Invalid(inputData),
    };

    private static bool IsText(object? value) => value is null or string or char or Uri or FileSystemInfo or Enum or Version or Guid or System.Net.IPAddress
        || (value is IConvertible and not (bool or DateTime or DBNull));

    private ArgumentTransformationMetadataException Invalid(object value) =>
        new($"{Values.TypeName(value)} is not a text: give {(AllowsList ? "a text or a list of texts" : "one text")}.");
}
