namespace Requests.PowerShell;

/// <summary>Represents an adapter of a session with the prefix of its URLs.</summary>
/// <param name="prefix">The start of the URLs.</param>
/// <param name="adapter">The adapter that sends the requests.</param>
public sealed class MountedAdapter(string prefix, TransportAdapter adapter)
{
    /// <summary>Gets the start of the URLs.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>Gets the adapter that sends the requests.</summary>
    public TransportAdapter Adapter { get; } = adapter;
}
