using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts the values that -Data accepts to the body of a request. The types file registers this converter.</summary>
public sealed class BodyTypeConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        destinationType == typeof(RequestBody) && sourceValue is not RequestBody;

    /// <inheritdoc/>
    public override object? ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        BodyConverter.ToBody(sourceValue);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException("A body cannot be converted to another type.");
}
