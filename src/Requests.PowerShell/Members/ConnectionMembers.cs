using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Provides the members that the module adds to connections. The types file names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ConnectionMembers
{
    /// <summary>Gets the certificate of the server in one line, with control characters escaped; null without TLS.</summary>
    /// <param name="instance">The connection.</param>
    public static string? ShownCertificate(PSObject instance) =>
        GetConnection(instance).Certificate is { } certificate ? ConnectionText.Describe(certificate) : null;

    /// <summary>Gets the subjects of the chain from the server to the root, with control characters escaped; empty without TLS.</summary>
    /// <param name="instance">The connection.</param>
    public static string[] ShownChain(PSObject instance) =>
        [.. GetConnection(instance).Chain.Select(static certificate => VisibleText.EscapeLine(certificate.Subject))];

    /// <summary>Gets the version of TLS as text for a file, which would keep the number of an enumeration; null without TLS.</summary>
    /// <param name="instance">The connection.</param>
    public static string? SavedTlsVersion(PSObject instance) => GetConnection(instance).TlsVersion?.ToString();

    private static ConnectionInfo GetConnection(PSObject instance) => (ConnectionInfo)instance.BaseObject;
}
