namespace Requests.PowerShell;

/// <summary>Completes the names of status codes.</summary>
public sealed class StatusCodeNameCompleter() : StaticCompleter(StatusCodes.Names.Keys);
