namespace Requests.PowerShell;

/// <summary>Completes methods.</summary>
public sealed class MethodCompleter() : StaticCompleter(["Get", "Post", "Put", "Patch", "Delete", "Head", "Options", "Query"]);
