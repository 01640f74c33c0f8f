using System.Security.Authentication;

namespace Requests.PowerShell;

/// <summary>Completes the common kinds of authentication.</summary>
public sealed class AuthCompleter() : StaticCompleter(
    ["(New-BearerAuth )", "(New-BasicAuth )", "(New-DigestAuth )", "(New-OAuth2Auth )", "(New-NegotiateAuth)", "$null"]);

/// <summary>Completes the algorithms of checksums.</summary>
public sealed class ChecksumCompleter() : StaticCompleter(["sha256:", "sha512:", "sha384:", "sha1:", "md5:"]);

/// <summary>Completes maps of hooks.</summary>
public sealed class HooksCompleter() : StaticCompleter(["@{ response = { param($Response) } }", "@{ request = { param($Request) } }"]);

/// <summary>Completes the supported versions of HTTP.</summary>
public sealed class HttpVersionCompleter() : StaticCompleter(["1.1", "2"]);

/// <summary>Completes HTTP methods.</summary>
public sealed class MethodCompleter() : StaticCompleter(["Get", "Post", "Put", "Patch", "Delete", "Head", "Options", "Query"]);

/// <summary>Completes hosts that are usually reached without a proxy.</summary>
public sealed class NoProxyCompleter() : StaticCompleter(["*", "localhost", "127.0.0.1"]);

/// <summary>Completes the schemes of proxies.</summary>
public sealed class ProxyCompleter() : StaticCompleter(["http://", "https://", "socks4://", "socks4a://", "socks5://", "socks5h://"]);

/// <summary>Completes a number of retries or a retry policy.</summary>
public sealed class RetryCompleter() : StaticCompleter(["3", "5", "(New-RetryPolicy -Total 3 -StatusList 429, 503)"]);

/// <summary>Completes the status codes after which a retry can succeed.</summary>
public sealed class RetryStatusCompleter() : StaticCompleter(["408", "429", "500", "502", "503", "504"]);

/// <summary>Completes the values of a cookie's SameSite.</summary>
public sealed class SameSiteCompleter() : StaticCompleter(["Strict", "Lax", "None"]);

/// <summary>Completes the names of status codes.</summary>
public sealed class StatusCodeNameCompleter() : StaticCompleter(StatusCodes.Names.Keys);

/// <summary>Completes the schemes that the prefix of an adapter begins with.</summary>
public sealed class UrlPrefixCompleter() : StaticCompleter(["https://", "http://"]);

/// <summary>Completes the versions of TLS.</summary>
public sealed class SslProtocolCompleter() : StaticCompleter([nameof(SslProtocols.Tls12), nameof(SslProtocols.Tls13)]);

/// <summary>Completes the members of an enumeration.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
public sealed class MemberCompleter<T>() : StaticCompleter(Enum.GetNames<T>())
    where T : struct, Enum;
