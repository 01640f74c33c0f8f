using System.Collections;
using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What PowerShell adds to sessions: the methods of Requests, and what of a session goes into a file. The types file names it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SessionMembers
{
    /// <summary>The settings without secrets, and what was left out; New-RequestSession -From makes a session of them.</summary>
    /// <param name="instance">A session.</param>
    public static IDictionary Settings(PSObject instance) => SavedSession.Save((RequestSession)instance.BaseObject);

    /// <summary>Sends a GET request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">Parameters of Invoke-Request, or null.</param>
    public static object? Get(PSObject instance, object url, IDictionary? parameters = null) => Request(instance, "Get", url, parameters);

    /// <summary>Sends a POST request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">Parameters of Invoke-Request, or null.</param>
    public static object? Post(PSObject instance, object url, IDictionary? parameters = null) => Request(instance, "Post", url, parameters);

    /// <summary>Sends a PUT request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">Parameters of Invoke-Request, or null.</param>
    public static object? Put(PSObject instance, object url, IDictionary? parameters = null) => Request(instance, "Put", url, parameters);

    /// <summary>Sends a PATCH request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">Parameters of Invoke-Request, or null.</param>
    public static object? Patch(PSObject instance, object url, IDictionary? parameters = null) => Request(instance, "Patch", url, parameters);

    /// <summary>Sends a DELETE request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">Parameters of Invoke-Request, or null.</param>
    public static object? Delete(PSObject instance, object url, IDictionary? parameters = null) => Request(instance, "Delete", url, parameters);

    /// <summary>Sends a HEAD request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">Parameters of Invoke-Request, or null.</param>
    public static object? Head(PSObject instance, object url, IDictionary? parameters = null) => Request(instance, "Head", url, parameters);

    /// <summary>Sends a OPTIONS request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">Parameters of Invoke-Request, or null.</param>
    public static object? Options(PSObject instance, object url, IDictionary? parameters = null) => Request(instance, "Options", url, parameters);

    /// <summary>Sends a request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="method">The method.</param>
    /// <param name="url">The URL.</param>
    /// <param name="parameters">Parameters of Invoke-Request, or null.</param>
    public static object? Request(PSObject instance, string method, object url, IDictionary? parameters = null) =>
        CmdletInvoker.Run("Invoke-Request", parameters, ("Session", instance), ("Method", method), ("Uri", url));

    /// <summary>Sends a described or prepared request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="request">The request.</param>
    /// <param name="parameters">Parameters of Send-Request, or null.</param>
    public static object? Send(PSObject instance, object request, IDictionary? parameters = null) =>
        CmdletInvoker.Run("Send-Request", parameters, ("Session", instance), ("Request", request));

    /// <summary>Adds an adapter for the URLs that begin with a prefix.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="prefix">The prefix.</param>
    /// <param name="adapter">The adapter.</param>
    public static void Mount(PSObject instance, object prefix, object adapter) =>
        CmdletInvoker.Run("Add-RequestAdapter", parameters: null, ("Session", instance), ("Prefix", prefix), ("Adapter", adapter));

    /// <summary>The adapter that carries a URL.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="url">The URL.</param>
    public static TransportAdapter GetAdapter(PSObject instance, object url) =>
        ((MountedAdapter)PSObject.AsPSObject(CmdletInvoker.Run("Get-RequestAdapter", parameters: null, ("Session", instance), ("Uri", url))!).BaseObject).Adapter;
}
