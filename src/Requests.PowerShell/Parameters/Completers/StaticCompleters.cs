using System.Security.Authentication;

namespace Requests.PowerShell;

/// <summary>Completes the families of addresses.</summary>
public sealed class AddressFamilyCompleter() : StaticCompleter(
[
    (nameof(IPAddressFamily.IPv4), "Connects to IPv4 addresses only."),
    (nameof(IPAddressFamily.IPv6), "Connects to IPv6 addresses only."),
]);

/// <summary>Completes the common kinds of authentication.</summary>
public sealed class AuthCompleter() : StaticCompleter(
[
    ("(New-BearerAuth )", "A token in the Authorization header. The console prompts for the token."),
    ("(New-BasicAuth )", "A user name and a password in the Authorization header."),
    ("(New-DigestAuth )", "A user name and a password that are hashed with a challenge of the server."),
    ("(New-OAuth2Auth )", "A token that the cmdlet requests from an authorization server and renews."),
    ("(New-TokenServiceAuth )", "A token of the service that a registry names in its challenge."),
    ("(New-ManagedIdentityAuth )", "A token of the managed identity of a machine or app of Azure."),
    ("(New-AwsAuth)", "Signatures for Amazon Web Services and S3."),
    ("(New-NegotiateAuth)", "Kerberos or NTLM with the user who is signed in."),
    ("$null", "No authentication, even if the session has one."),
]);

/// <summary>Completes the resources of Azure that tokens are issued for.</summary>
public sealed class AzureResourceCompleter() : StaticCompleter(
[
    ("https://management.azure.com/", "Azure Resource Manager."),
    ("https://graph.microsoft.com", "Microsoft Graph."),
    ("https://vault.azure.net", "Key Vault."),
    ("https://storage.azure.com/", "Storage accounts: blobs, queues, tables and files."),
    ("https://database.windows.net/", "Azure SQL."),
    ("https://cosmos.azure.com", "Cosmos DB."),
    ("https://servicebus.azure.net", "Service Bus."),
    ("https://eventhubs.azure.net", "Event Hubs."),
    ("https://api.loganalytics.io", "Log Analytics."),
    ("https://cognitiveservices.azure.com", "Azure AI services and OpenAI."),
    ("499b84ac-1321-427f-aa17-267ca6975798", "Azure DevOps."),
]);

/// <summary>Completes the algorithms of checksums, and the start of the URL of a file of checksums.</summary>
public sealed class ChecksumCompleter() : StaticCompleter(
[
    ("sha256:", "SHA-256, with 64 hexadecimal digits."),
    ("sha512:", "SHA-512, with 128 hexadecimal digits."),
    ("sha384:", "SHA-384, with 96 hexadecimal digits."),
    ("sha1:", "SHA-1, with 40 hexadecimal digits. It does not protect from an attacker."),
    ("md5:", "MD5, with 32 hexadecimal digits. It does not protect from an attacker."),
    ("https://", "The URL of a file of checksums, such as SHA256SUMS."),
]);

/// <summary>Completes where connections are opened.</summary>
public sealed class ConnectToCompleter() : StaticCompleter(
[
    ("127.0.0.1", "An address that replaces the host of the URL. The port stays."),
    ("'[::1]:8443'", "An IPv6 address and a port that replace those of the URL."),
    ("@{ 'www.example.com:443' = 'node3:8443' }", "Targets by host and port, also for redirects."),
]);

/// <summary>Completes the statuses that a call expects.</summary>
public sealed class ExpectStatusCompleter() : StaticCompleter(
[
    ("2xx", "All statuses from 200 to 299."),
    ("3xx", "All statuses from 300 to 399."),
    ("4xx", "All statuses from 400 to 499."),
    ("5xx", "All statuses from 500 to 599."),
    ("200", "OK: the request succeeded."),
    ("201", "Created: the request has created a resource."),
    ("202", "Accepted: the request is processed later."),
    ("204", "No Content: the request succeeded, and there is no body."),
    ("304", "Not Modified: the resource has not changed."),
    ("404", "Not Found: there is no such resource."),
    ("409", "Conflict: the resource has another state, or exists already."),
    ("410", "Gone: the resource was removed."),
    ("412", "Precondition Failed: a condition in the headers is not true."),
]);

/// <summary>Completes maps of hooks.</summary>
public sealed class HooksCompleter() : StaticCompleter(
[
    ("@{ response = { param($Response) } }", "Runs for each response. What it emits replaces the response."),
    ("@{ request = { param($Request) } }", "Runs for each request before it is sent. What it emits replaces the request."),
    ("@{ informational = { param($Response) } }", "Runs for each response 1xx that comes before, such as 103 Early Hints."),
]);

/// <summary>Completes the supported versions of HTTP.</summary>
public sealed class HttpVersionCompleter() : StaticCompleter(
[
    ("1.1", "HTTP/1.1."),
    ("2", "HTTP/2. A server that does not support it is an error."),
    ("2, 1.1", "HTTP/2 with https servers that support it, otherwise HTTP/1.1."),
]);

/// <summary>Completes HTTP methods.</summary>
public sealed class MethodCompleter() : StaticCompleter(
[
    ("Get", "Reads a resource."),
    ("Post", "Sends data that the server processes, such as a form or a new object."),
    ("Put", "Creates a resource or replaces it completely."),
    ("Patch", "Changes parts of a resource."),
    ("Delete", "Deletes a resource."),
    ("Head", "Reads the headers of a resource without its body."),
    ("Options", "Reads which methods and features the server supports."),
    ("Query", "Reads a resource with a query in the body. It is safe and idempotent (RFC 10008)."),
]);

/// <summary>Completes the codings in which a body can be sent.</summary>
public sealed class ContentCodingCompleter() : StaticCompleter(
[
    ("gzip", "The coding that most servers know."),
    ("br", "Brotli: smaller than gzip. The server must know it."),
    ("zstd", "Zstandard: fast, and smaller than gzip. The server must know it."),
    ("deflate", "The format of zlib. The server must know it."),
]);

/// <summary>Completes the characters between two fields of CSV.</summary>
public sealed class DelimiterCompleter() : StaticCompleter(
[
    ("','", "A comma. This is the default."),
    ("';'", "A semicolon, as Excel writes it where the comma is the decimal sign."),
    ("\"`t\"", "A tab. This is the default for text/tab-separated-values."),
    ("'|'", "A vertical bar."),
]);

/// <summary>Completes hosts that are usually reached without a proxy.</summary>
public sealed class NoProxyCompleter() : StaticCompleter(
[
    ("*", "All hosts: no proxy is used."),
    ("localhost", "This machine, by its name."),
    ("127.0.0.1", "This machine, by its address."),
]);

/// <summary>Completes the schemes of proxies.</summary>
public sealed class ProxyCompleter() : StaticCompleter(
[
    ("http://", "An HTTP proxy."),
    ("https://", "An HTTP proxy to which the connection is encrypted."),
    ("socks4://", "A SOCKS 4 proxy. This machine resolves host names."),
    ("socks4a://", "A SOCKS 4a proxy. The proxy resolves host names."),
    ("socks5://", "A SOCKS 5 proxy. This machine resolves host names."),
    ("socks5h://", "A SOCKS 5 proxy. The proxy resolves host names."),
]);

/// <summary>Completes a number of requests a second or a rate limit.</summary>
public sealed class RateLimitCompleter() : StaticCompleter(
[
    ("1", "One request a second."),
    ("10", "10 requests a second, at even distances."),
    ("(New-RateLimit 90 -Per 60)", "90 requests in 60 seconds, at even distances."),
    ("(New-RateLimit 5000 -Per 3600 -Burst 100 -By Host)", "5,000 requests in an hour for each host, bursts of 100."),
    ("$null", "No limit."),
]);

/// <summary>Completes a number of retries or a retry policy.</summary>
public sealed class RetryCompleter() : StaticCompleter(
[
    ("3", "Retries up to 3 times, with growing random waits and Retry-After."),
    ("5", "Retries up to 5 times, with growing random waits and Retry-After."),
    ("(New-RetryPolicy -Total 3 -StatusList 429, 503)", "Retries by the rules of a policy, here up to 3 times, also on 429 and 503."),
]);

/// <summary>Completes the status codes after which a retry can succeed.</summary>
public sealed class RetryStatusCompleter() : StaticCompleter(
[
    ("408", "Request Timeout: the server did not wait longer for the request."),
    ("429", "Too Many Requests: the server limits the rate."),
    ("500", "Internal Server Error: the server failed."),
    ("502", "Bad Gateway: a gateway got no valid response from the server."),
    ("503", "Service Unavailable: the server is overloaded or in maintenance."),
    ("504", "Gateway Timeout: a gateway got no response in time."),
]);

/// <summary>Completes the values of a cookie's SameSite.</summary>
public sealed class SameSiteCompleter() : StaticCompleter(
[
    ("Strict", "Browsers send the cookie only from pages of the same site."),
    ("Lax", "Browsers send the cookie also when a link of another site is followed."),
    ("None", "Browsers send the cookie from all sites. It must be Secure."),
]);

/// <summary>Completes the names of status codes.</summary>
public sealed class StatusCodeNameCompleter() : StaticCompleter(
    StatusCodes.Names.Select(static name => (name.Key, $"Status code {name.Value}.")));

/// <summary>Completes the schemes that the prefix of an adapter begins with.</summary>
public sealed class UrlPrefixCompleter() : StaticCompleter(
[
    ("https://", "All https URLs. A longer prefix, such as https://host/, is preferred to a shorter one."),
    ("http://", "All http URLs. A longer prefix, such as http://host/, is preferred to a shorter one."),
]);

/// <summary>Completes the versions of TLS.</summary>
public sealed class SslProtocolCompleter() : StaticCompleter(
[
    (nameof(SslProtocols.Tls12), "TLS 1.2."),
    (nameof(SslProtocols.Tls13), "TLS 1.3."),
]);

/// <summary>Completes the ways to find the next page.</summary>
public sealed class NextPageCompleter() : StaticCompleter(
[
    ("paging.next", "The path of the URL in the JSON of a page. Names have a dot between them."),
    ("{ param($Response) $Response.Json().next }", "Emits the URL of the next page, or nothing after the last."),
    (
        "{ param($Response) if ($cursor = $Response.Json().next_cursor) { @{ Params = @{ cursor = $cursor } } } }",
        "Sends the cursor of a page in the query of the next one."),
    (
        "{ param($Response) $page = $Response.Json().data.items.pageInfo; if ($page.hasNextPage) "
            + "{ @{ Json = @{ variables = @{ after = $page.endCursor } } } } }",
        "Sends the cursor of a page in the JSON of the next request, as for GraphQL."),
]);

/// <summary>Completes frequent paths of the items of a page.</summary>
public sealed class ItemPathCompleter() : StaticCompleter(
[
    ("value", "OData and Microsoft APIs."),
    ("items", "Google, Kubernetes and others."),
    ("data", "JSON:API and others."),
    ("results", "Django REST framework and others."),
    ("data.items.nodes", "A connection of GraphQL; items stands for the name of the field."),
    ("hits.hits", "Elasticsearch."),
]);

/// <summary>Completes conditions for a response that is awaited.</summary>
public sealed class UntilCompleter() : StaticCompleter(
[
    ("{ $_.Ok }", "The status is below 400."),
    ("{ $_.StatusCode -eq 404 }", "The status is that one, here that of a resource that was deleted."),
    ("{ $_.Json().status -eq 'ready' }", "A member of the JSON has that value."),
]);
