namespace Requests.PowerShell;

/// <summary>Completes the statuses that are worth another attempt.</summary>
public sealed class RetryStatusCompleter() : StaticCompleter(["408", "429", "500", "502", "503", "504"]);
