namespace Requests.PowerShell;

/// <summary>Completes the prefixes that a session has adapters for.</summary>
public sealed class AdapterPrefixCompleter : SessionCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<string> Words(object session) => session is RequestSession open ? open.Adapters.Select(mount => mount.Key) : [];
}
