namespace Requests.PowerShell;

/// <summary>Completes the names of status codes.</summary>
public sealed class StatusCodeNameCompleter() : WordCompleter(StatusCodes.Names.Keys);
