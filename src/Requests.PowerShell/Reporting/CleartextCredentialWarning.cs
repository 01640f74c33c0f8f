using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>
/// Writes a warning when passwords or tokens are sent without encryption: once for a session, and once for a command without a session.
/// </summary>
internal sealed class CleartextCredentialWarning(RequestCmdlet cmdlet)
{
    private static readonly ConditionalWeakTable<RequestSession, object> Warned = [];
    private static readonly object Mark = new();
    private bool _hasWarned;

    /// <summary>Returns whether a request sends a password or token without encryption to another machine.</summary>
    /// <param name="request">The request.</param>
    internal static bool AppliesTo(PreparedRequest request)
    {
        if (!request.Url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)) return false;
        var hasCredentials = request.Auth is { SendsReusableSecret: true }
            || request.Headers["Authorization"] is { } header
                && (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
                    || header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase));
        return hasCredentials && Uri.TryCreate(request.Url, UriKind.Absolute, out var url) && !url.IsLoopback;
    }

    /// <summary>Writes the warning for a request that it applies to, unless it was written before.</summary>
    /// <param name="session">The session of the request.</param>
    /// <param name="request">The request.</param>
    internal void WriteOnce(RequestSession session, PreparedRequest request)
    {
        if (_hasWarned || !Warned.TryAdd(session, Mark)) return;
        _hasWarned = true;
        cmdlet.WriteWarning(
            $"Credentials are sent to '{UrlRedactor.Redact(request.Url)}' without encryption and can be read on the network. Use https. "
            + "(This warning is shown once for a session.)");
    }
}
