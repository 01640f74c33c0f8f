namespace Requests.PowerShell;

/// <summary>Completes versions of HTTP.</summary>
public sealed class HttpVersionCompleter() : StaticCompleter(["1.1", "2"]);
