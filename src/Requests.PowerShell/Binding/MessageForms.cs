using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The accepted forms of a request that is to be sent.</summary>
internal static class MessageForms
{
    /// <summary>A request, or a prepared one, perhaps back from a file or a job: one of the two is not null.</summary>
    /// <param name="value">What was given.</param>
    /// <exception cref="RequestException">It is neither.</exception>
    internal static (Request? Described, PreparedRequest? Prepared) ToMessage(object? value) => Values.Unwrap(value) switch
    {
        Request request => (request, null),
        PreparedRequest prepared => (null, prepared),
        null => throw new RequestException("There is no request to send."),
        var other when PSObject.AsPSObject(value!).TypeNames.Contains("Deserialized.Requests.PreparedRequest") => (null, Rebuild(PSObject.AsPSObject(value!))),
        var other => throw new RequestException($"{Values.TypeName(other)} cannot be sent: make a request with New-Request or ConvertTo-PreparedRequest, or use Invoke-Request."),
    };

    private static PreparedRequest Rebuild(PSObject saved)
    {
        var url = Values.ToText(saved.Properties["SavedUrl"]?.Value, "Url") ?? throw new InvalidUrlException("The saved request has no URL.");
        if (url.Contains($"={Redactor.Mask}", StringComparison.Ordinal)) throw new InvalidUrlException("The secret in the URL of the saved request was not saved with it: make the request anew.");
        return new PreparedRequest(Values.ToText(saved.Properties["Method"]?.Value, "Method") ?? "GET", url, Forms.ToHeaders(saved.Properties["SavedHeaders"]?.Value) ?? [])
        {
            Body = Values.Unwrap(saved.Properties["SavedBody"]?.Value) is byte[] { Length: > 0 } bytes ? new BytesBody(bytes) : null,
        };
    }
}
