namespace Requests.PowerShell;

/// <summary>Completes the formats of cookie files.</summary>
public sealed class CookieFileFormatCompleter() : StaticCompleter(
[
    (nameof(CookieFileFormat.Netscape), "The format cookies.txt, which curl and browser extensions read."),
    (nameof(CookieFileFormat.Json), "JSON, which stores every attribute."),
]);

/// <summary>Completes how the server authenticates itself.</summary>
public sealed class MutualAuthenticationCompleter() : StaticCompleter(
[
    (nameof(MutualAuthentication.Optional), "Verifies the token of the server if it sends one."),
    (nameof(MutualAuthentication.Required), "A response without a valid token of the server is an error. Kerberos only."),
    (nameof(MutualAuthentication.Disabled), "Ignores the token of the server."),
]);

/// <summary>Completes the protocols of Negotiate authentication.</summary>
public sealed class NegotiatePackageCompleter() : StaticCompleter(
[
    (nameof(NegotiatePackage.Negotiate), "Kerberos if possible, else NTLM."),
    (nameof(NegotiatePackage.Kerberos), "Kerberos only."),
    (nameof(NegotiatePackage.Ntlm), "NTLM only."),
]);

/// <summary>Completes the places of the OAuth 1 parameters.</summary>
public sealed class OAuth1PlacementCompleter() : StaticCompleter(
[
    (nameof(OAuth1Placement.Header), "The Authorization header."),
    (nameof(OAuth1Placement.Query), "The query of the URL."),
    (nameof(OAuth1Placement.Body), "The body, which must be a form or absent."),
]);

/// <summary>Completes the signature methods of OAuth 1.</summary>
public sealed class OAuth1SignatureMethodCompleter() : StaticCompleter(
[
    (nameof(OAuth1SignatureMethod.HmacSha1), "HMAC-SHA1 with the secrets. Every server supports it."),
    (nameof(OAuth1SignatureMethod.HmacSha256), "HMAC-SHA256 with the secrets."),
    (nameof(OAuth1SignatureMethod.HmacSha512), "HMAC-SHA512 with the secrets."),
    (nameof(OAuth1SignatureMethod.RsaSha1), "RSA-SHA1 with the private key of the client."),
    (nameof(OAuth1SignatureMethod.RsaSha256), "RSA-SHA256 with the private key of the client."),
    (nameof(OAuth1SignatureMethod.RsaSha512), "RSA-SHA512 with the private key of the client."),
    (nameof(OAuth1SignatureMethod.PlainText), "Sends the secrets themselves, over https or to this machine only."),
]);

/// <summary>Completes the algorithms that sign a JSON Web Token.</summary>
public sealed class JwtAlgorithmCompleter() : StaticCompleter(
[
    (nameof(JwtAlgorithm.RS256), "RSA with PKCS #1 padding and SHA-256. Every server supports it."),
    (nameof(JwtAlgorithm.RS384), "RSA with PKCS #1 padding and SHA-384."),
    (nameof(JwtAlgorithm.RS512), "RSA with PKCS #1 padding and SHA-512."),
    (nameof(JwtAlgorithm.PS256), "RSA with PSS padding and SHA-256."),
    (nameof(JwtAlgorithm.PS384), "RSA with PSS padding and SHA-384."),
    (nameof(JwtAlgorithm.PS512), "RSA with PSS padding and SHA-512."),
    (nameof(JwtAlgorithm.ES256), "ECDSA on the curve P-256 with SHA-256."),
    (nameof(JwtAlgorithm.ES384), "ECDSA on the curve P-384 with SHA-384."),
    (nameof(JwtAlgorithm.ES512), "ECDSA on the curve P-521 with SHA-512."),
    (nameof(JwtAlgorithm.HS256), "HMAC with SHA-256 and a secret that both sides have."),
    (nameof(JwtAlgorithm.HS384), "HMAC with SHA-384 and a secret that both sides have."),
    (nameof(JwtAlgorithm.HS512), "HMAC with SHA-512 and a secret that both sides have."),
]);

/// <summary>Completes the places of the client secret of OAuth 2.</summary>
public sealed class OAuth2ClientAuthenticationCompleter() : StaticCompleter(
[
    (nameof(OAuth2ClientAuthentication.Basic), "The Authorization header (client_secret_basic). Every server supports it."),
    (nameof(OAuth2ClientAuthentication.Body), "The form (client_secret_post)."),
]);

/// <summary>Completes which requests share a rate limit.</summary>
public sealed class RateLimitScopeCompleter() : StaticCompleter(
[
    (nameof(RateLimitScope.Session), "All requests of the session."),
    (nameof(RateLimitScope.Host), "The requests to the same scheme, host and port."),
]);

/// <summary>Completes the formats in which the content of a response is emitted.</summary>
public sealed class ResponseFormatCompleter() : StaticCompleter(
[
    (nameof(ResponseFormat.Json), "Emits the items of a JSON array one by one, or another JSON value as one object."),
    (nameof(ResponseFormat.Text), "Emits the whole body as one text."),
    (nameof(ResponseFormat.Bytes), "Emits the whole body as one array of bytes."),
    (nameof(ResponseFormat.Lines), "Emits the lines of the text one by one."),
    (nameof(ResponseFormat.Events), "Emits the events of a text/event-stream one by one."),
    (nameof(ResponseFormat.Xml), "Emits the whole body as one XML document."),
    (nameof(ResponseFormat.Csv), "Emits the rows of CSV one by one, as objects whose properties the header names."),
    (nameof(ResponseFormat.Feed), "Emits the items of an RSS or Atom feed one by one."),
]);
