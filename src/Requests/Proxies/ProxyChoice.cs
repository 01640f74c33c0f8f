namespace Requests;

/// <summary>Represents the proxy of a URL and the setting that decides about it.</summary>
/// <param name="Server">The proxy, or null for a direct connection.</param>
/// <param name="Setting">The setting that names a proxy, such as <c>the environment variable https_proxy</c>; null without one.</param>
/// <param name="Exception">The setting that keeps the host from the proxy; null where the proxy is used.</param>
internal sealed record ProxyChoice(ProxyServer? Server, string? Setting, string? Exception);
