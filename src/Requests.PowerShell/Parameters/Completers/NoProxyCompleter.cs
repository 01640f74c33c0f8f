namespace Requests.PowerShell;

/// <summary>Completes what is usually asked without a proxy.</summary>
public sealed class NoProxyCompleter() : StaticCompleter(["*", "localhost", "127.0.0.1"]);
