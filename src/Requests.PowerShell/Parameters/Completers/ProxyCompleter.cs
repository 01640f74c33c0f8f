namespace Requests.PowerShell;

/// <summary>Completes the schemes of proxies.</summary>
public sealed class ProxyCompleter() : StaticCompleter(["http://", "https://", "socks4://", "socks4a://", "socks5://", "socks5h://"]);
