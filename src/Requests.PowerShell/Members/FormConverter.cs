using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Lets the forms that parameters take be assigned to the properties of a request, cast, and added: <c>$request.Auth = 'user', 'password'</c>. The types file names it.
/// </summary>
public sealed class FormConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => Of(destinationType) is not null && !destinationType.IsInstanceOfType(Values.Unwrap(sourceValue));

    /// <inheritdoc/>
    public override object? ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => Of(destinationType)!(sourceValue);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => throw new PSInvalidCastException("It is converted to nothing.");

    private static Func<object?, object?>? Of(Type type) =>
        type == typeof(AuthBase) ? static value => Forms.ToAuth(value)
        : type == typeof(HeaderDictionary) ? static value => Forms.ToHeaders(value)
        : type == typeof(QueryParams) ? static value => SumForms.ToParams(value)
        : type == typeof(CookieJar) ? SumForms.ToCookies
        : type == typeof(RequestHooks) ? Forms.ToHooks
        : null;
}
