namespace Requests.PowerShell;

/// <summary>Completes methods.</summary>
public sealed class MethodCompleter() : WordCompleter(["Get", "Post", "Put", "Patch", "Delete", "Head", "Options", "Query"]);
