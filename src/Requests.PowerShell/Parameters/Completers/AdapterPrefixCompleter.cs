namespace Requests.PowerShell;

/// <summary>Completes the prefixes that the adapters of the session are mounted at.</summary>
public sealed class AdapterPrefixCompleter : SessionCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<(string Value, string ToolTip)> GetValues(object session) =>
        session is RequestSession requestSession
            ? requestSession.Adapters.Select(mount => (mount.Key, $"The prefix of the adapter {mount.Value}."))
            : [];
}
