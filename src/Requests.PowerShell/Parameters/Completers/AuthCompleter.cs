namespace Requests.PowerShell;

/// <summary>Completes the usual ways to authenticate.</summary>
public sealed class AuthCompleter() : StaticCompleter(["(New-BearerAuth )", "(New-BasicAuth )", "(New-DigestAuth )", "(New-OAuth2Auth )", "(New-NegotiateAuth)", "$null"]);
