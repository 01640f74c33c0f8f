namespace Requests.PowerShell;

/// <summary>An adapter of a session and the URLs it carries.</summary>
/// <param name="prefix">What the URLs begin with.</param>
/// <param name="adapter">What carries them.</param>
public sealed class MountedAdapter(string prefix, TransportAdapter adapter)
{
    /// <summary>What the URLs begin with.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>What carries them.</summary>
    public TransportAdapter Adapter { get; } = adapter;
}
