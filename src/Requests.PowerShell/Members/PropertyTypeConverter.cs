using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Converts the values that parameters accept to the types of the properties of a request: on assignment, cast and addition, as in
/// <c>$request.Auth = 'user', 'password'</c>. The types file registers this converter.
/// </summary>
public sealed class PropertyTypeConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        GetConverter(destinationType) is not null && !destinationType.IsInstanceOfType(PSValue.Unwrap(sourceValue));

    /// <inheritdoc/>
    public override object? ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        GetConverter(destinationType)!(sourceValue);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException("It is converted to nothing.");

    private static Func<object?, object?>? GetConverter(Type type) =>
        type == typeof(AuthBase) ? static value => ValueConverter.ToAuth(value)
        : type == typeof(HeaderDictionary) ? static value => ValueConverter.ToHeaders(value)
        : type == typeof(QueryParams) ? static value => AppendedListConverter.ToParams(value)
        : type == typeof(CookieJar) ? AppendedListConverter.ToCookies
        : type == typeof(RequestHooks) ? HooksConverter.ToHooks
        : null;
}
