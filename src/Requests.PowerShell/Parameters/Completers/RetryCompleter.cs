namespace Requests.PowerShell;

/// <summary>Completes how often to try again.</summary>
public sealed class RetryCompleter() : StaticCompleter(["3", "5", "(New-RetryPolicy -Total 3 -StatusList 429, 503)"]);
