using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Provides the properties of adapters that accept the values of a parameter. The types file names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AdapterMembers
{
    /// <summary>Gets the retry policy; null for that of the session or the call.</summary>
    /// <param name="instance">The adapter.</param>
    public static object? Retry(PSObject instance) => ((TransportAdapter)instance.BaseObject).Retry;

    /// <summary>Sets the retry policy.</summary>
    /// <param name="instance">The adapter.</param>
    /// <param name="value">A value that <c>-Retry</c> accepts; null for that of the session or the call.</param>
    public static void SetRetry(PSObject instance, object? value) =>
        ((TransportAdapter)instance.BaseObject).Retry = SessionProperties.Try(() => ValueConverter.ToRetry(value));
}
