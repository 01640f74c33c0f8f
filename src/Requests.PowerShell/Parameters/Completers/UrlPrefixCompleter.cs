namespace Requests.PowerShell;

/// <summary>Completes what the URLs of an adapter begin with.</summary>
public sealed class UrlPrefixCompleter() : StaticCompleter(["https://", "http://"]);
