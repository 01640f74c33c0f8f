using System.Collections;
using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Provides the members that the module adds to sessions: the methods of Requests and the settings that are saved to a file. The types
/// file names them.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SessionMembers
{
    /// <summary>
    /// Gets the settings without secrets, and the names of what was left out. New-RequestSession -From creates a session from them.
    /// </summary>
    /// <param name="instance">A session.</param>
    public static IDictionary Settings(PSObject instance) => SavedSession.Save((RequestSession)instance.BaseObject);

    /// <summary>Sends a GET request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">More parameters of Invoke-Request, or null (the default).</param>
    public static object? Get(PSObject instance, object? url, object? parameters = null) => Request(instance, "Get", url, parameters);

    /// <summary>Sends a POST request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">More parameters of Invoke-Request, or null (the default).</param>
    public static object? Post(PSObject instance, object? url, object? parameters = null) => Request(instance, "Post", url, parameters);

    /// <summary>Sends a PUT request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">More parameters of Invoke-Request, or null (the default).</param>
    public static object? Put(PSObject instance, object? url, object? parameters = null) => Request(instance, "Put", url, parameters);

    /// <summary>Sends a PATCH request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">More parameters of Invoke-Request, or null (the default).</param>
    public static object? Patch(PSObject instance, object? url, object? parameters = null) =>
        Request(instance, "Patch", url, parameters);

    /// <summary>Sends a DELETE request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">More parameters of Invoke-Request, or null (the default).</param>
    public static object? Delete(PSObject instance, object? url, object? parameters = null) =>
        Request(instance, "Delete", url, parameters);

    /// <summary>Sends a HEAD request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">More parameters of Invoke-Request, or null (the default).</param>
    public static object? Head(PSObject instance, object? url, object? parameters = null) => Request(instance, "Head", url, parameters);

    /// <summary>Sends an OPTIONS request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">More parameters of Invoke-Request, or null (the default).</param>
    public static object? Options(PSObject instance, object? url, object? parameters = null) =>
        Request(instance, "Options", url, parameters);

    /// <summary>Sends a request with any method.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">More parameters of Invoke-Request, or null (the default).</param>
    public static object? Request(PSObject instance, object? method, object? url, object? parameters = null) =>
        CmdletInvoker.Run("Invoke-Request", ToOptions(parameters), ("Session", instance), ("Method", method), ("Uri", url));

    /// <summary>Sends a request or a prepared request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="request">The request.</param>
    /// <param name="parameters">More parameters of Send-Request, or null (the default).</param>
    public static object? Send(PSObject instance, object? request, object? parameters = null) =>
        CmdletInvoker.Run("Send-Request", ToOptions(parameters), ("Session", instance), ("Request", request));

    /// <summary>Applies the state of the session to a request and returns the form in which it is sent.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="request">The request.</param>
    public static object? PrepareRequest(PSObject instance, object? request) =>
        CmdletInvoker.Run("ConvertTo-PreparedRequest", parameters: null, ("Session", instance), ("Request", request));

    /// <summary>Mounts an adapter for the URLs that begin with a prefix.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="prefix">The prefix of the URLs, with the scheme.</param>
    /// <param name="adapter">The adapter.</param>
    public static void Mount(PSObject instance, object? prefix, object? adapter) =>
        CmdletInvoker.Run("Add-RequestAdapter", parameters: null, ("Session", instance), ("Prefix", prefix), ("Adapter", adapter));

    /// <summary>Gets the adapter for a URL.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    public static TransportAdapter GetAdapter(PSObject instance, object? url)
    {
        var given = SessionProperties.Try(() => ValueConverter.ToUrl(url));
        var mounted = CmdletInvoker.Run("Get-RequestAdapter", parameters: null, ("Session", instance), ("Uri", given))!;
        return ((MountedAdapter)PSObject.AsPSObject(mounted).BaseObject).Adapter;
    }

    private static IDictionary? ToOptions(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        IDictionary map => map,
        _ => SessionProperties.Try<IDictionary>(() =>
            throw ParameterErrors.Invalid("The options of a method", value, "a map of parameters, such as @{ Params = @{ a = 1 } }")),
    };
}
