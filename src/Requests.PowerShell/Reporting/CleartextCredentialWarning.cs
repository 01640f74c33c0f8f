using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>Warns of passwords and tokens that everybody on the way can read: once for a session, and once for a command without one.</summary>
internal sealed class CleartextCredentialWarning(Cmdlet cmdlet)
{
    private static readonly ConditionalWeakTable<RequestSession, object> Warned = [];
    private static readonly object Mark = new();
    private bool _hasWarned;

    /// <summary>Looks at a request that is about to be sent.</summary>
    /// <param name="session">Its session.</param>
    /// <param name="request">The request.</param>
    internal void Look(RequestSession session, PreparedRequest request)
    {
        if (_hasWarned || !IsReadable(request) || !Warned.TryAdd(session, Mark)) return;
        _hasWarned = true;
        cmdlet.WriteWarning($"Credentials go to '{UrlRedactor.Redact(request.Url)}' without encryption, where everybody on the way can read them. Use https. (This is said once for a session.)");
    }

    private static bool IsReadable(PreparedRequest request)
    {
        if (!request.Url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)) return false;
        var hasCredentials = request.Auth is BasicAuth or BearerAuth or OAuth2Auth or GuessAuth
            || request.Headers["Authorization"] is { } header && (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase));
        return hasCredentials && Uri.TryCreate(request.Url, UriKind.Absolute, out var url) && !url.IsLoopback;
    }
}
