using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts the parameter of a request that is sent.</summary>
internal static class RequestConverter
{
    private const string RequestForms = "a request of New-Request or ConvertTo-PreparedRequest";

    /// <summary>Converts to a request or a prepared request; exactly one of the two results is not null.</summary>
    /// <param name="value">A request or a prepared request, which may be deserialized from a file or a job.</param>
    /// <exception cref="RequestException">The value is neither, or a deserialized request cannot be used.</exception>
    internal static (Request? Described, PreparedRequest? Prepared) ToRequest(object? value) => PSValue.Unwrap(value) switch
    {
        Request request => (request, null),
        PreparedRequest prepared => (null, prepared),
        null => throw ParameterErrors.Invalid("Request", value, RequestForms),
        _ when IsSaved(value) => (null, Rebuild(PSObject.AsPSObject(value!))),
        _ => throw ParameterErrors.Invalid("Request", value, $"{RequestForms}, or use Invoke-Request for a URL"),
    };

    /// <summary>Returns whether a value is a prepared request that was read from a file or came from a job.</summary>
    /// <param name="value">Any value.</param>
    internal static bool IsSaved(object? value) =>
        value is not null && PSObject.AsPSObject(value).TypeNames.Contains("Deserialized.Requests.PreparedRequest");

    /// <summary>
    /// Returns a warning when the object that the URL is taken from has another method than the one that is sent; else null.
    /// </summary>
    /// <param name="url">The object that the URL is taken from.</param>
    /// <param name="method">The method that is sent.</param>
    internal static string? FindOtherMethod(object? url, string method)
    {
        if (PSValue.Unwrap(url) is null or string or Uri or Response) return null;
        var property = PSValue.Read(PSObject.AsPSObject(url!).Properties["Method"], "Uri");
        if (property is not (string or HttpMethod)) return null;
        var other = property.ToString()!.Trim().ToUpperInvariant();
        if (other.Length == 0 || other == "GET" || other.Equals(method, StringComparison.OrdinalIgnoreCase)) return null;
        var instead = PSValue.Unwrap(url) is Request or PreparedRequest
            ? "send it with Send-Request"
            : "use ForEach-Object { Invoke-Request $_.Uri -Method $_.Method }";
        if (!other.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')) other = "of another kind";
        return $"The object has the Method {other}, but only its URL is used, and {method.ToUpperInvariant()} is sent. "
            + $"To send the object's own method, {instead}.";
    }

    private static PreparedRequest Rebuild(PSObject saved)
    {
        var url = PSValue.ToText(Read("SavedUrl"), "Url")
            ?? throw new InvalidUrlException("The saved request has no URL.");
        if (url.Contains($"={SensitiveNames.Redacted}", StringComparison.Ordinal))
        {
            throw new InvalidUrlException("The secret in the URL of the saved request was not saved: create the request again.");
        }

        return new PreparedRequest(
            PSValue.ToText(Read("Method"), "Method") ?? "GET",
            url,
            ValueConverter.ToHeaders(Read("SavedHeaders")) ?? [])
        {
            Body = Read("SavedBody") is byte[] { Length: > 0 } bytes ? new BytesBody(bytes) : null,
        };

        object? Read(string name) => PSValue.Read(saved.Properties[name], "Request");
    }
}
