using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The accepted forms of a request that is to be sent.</summary>
internal static class MessageConverter
{
    /// <summary>A request, or a prepared one, perhaps back from a file or a job: one of the two is not null.</summary>
    /// <param name="value">What was given.</param>
    /// <exception cref="RequestException">It is neither.</exception>
    internal static (Request? Described, PreparedRequest? Prepared) ToMessage(object? value) => PSValue.Unwrap(value) switch
    {
        Request request => (request, null),
        PreparedRequest prepared => (null, prepared),
        null => throw ParameterErrors.Invalid("Request", value, "what New-Request or ConvertTo-PreparedRequest gives"),
        var other when PSObject.AsPSObject(value!).TypeNames.Contains("Deserialized.Requests.PreparedRequest") => (null, Rebuild(PSObject.AsPSObject(value!))),
        _ => throw ParameterErrors.Invalid("Request", value, "what New-Request or ConvertTo-PreparedRequest gives, or use Invoke-Request"),
    };

    /// <summary>Returns a warning where an object that names a URL also names another method than the one that is sent, or null.</summary>
    /// <param name="url">The object that the URL comes from.</param>
    /// <param name="method">The method that is sent.</param>
    internal static string? FindOtherMethod(object? url, string method)
    {
        if (PSValue.Unwrap(url) is null or string or Uri or Response) return null;
        if (PSValue.Unwrap(PSObject.AsPSObject(url!).Properties["Method"]?.Value) is not { } named || named is not (string or HttpMethod)) return null;
        var other = named.ToString()!.Trim().ToUpperInvariant();
        if (other.Length == 0 || other == "GET" || other.Equals(method, StringComparison.OrdinalIgnoreCase)) return null;
        var instead = PSValue.Unwrap(url) is Request or PreparedRequest ? "send it with Send-Request" : "use ForEach-Object { Invoke-Request $_.Uri -Method $_.Method }";
        if (!other.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_')) other = "of another kind";
        return $"The object says Method {other}, but only its URL is used, and {method.ToUpperInvariant()} is sent. To send the object's own method, {instead}.";
    }

    private static PreparedRequest Rebuild(PSObject saved)
    {
        var url = PSValue.ToText(saved.Properties["SavedUrl"]?.Value, "Url") ?? throw new InvalidUrlException("The saved request has no URL.");
        if (url.Contains($"={SensitiveNames.Redacted}", StringComparison.Ordinal)) throw new InvalidUrlException("The secret in the URL of the saved request was not saved with it: make the request anew.");
        return new PreparedRequest(PSValue.ToText(saved.Properties["Method"]?.Value, "Method") ?? "GET", url, ValueConverter.ToHeaders(saved.Properties["SavedHeaders"]?.Value) ?? [])
        {
            Body = PSValue.Unwrap(saved.Properties["SavedBody"]?.Value) is byte[] { Length: > 0 } bytes ? new BytesBody(bytes) : null,
        };
    }
}
