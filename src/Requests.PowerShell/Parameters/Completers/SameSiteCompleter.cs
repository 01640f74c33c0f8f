namespace Requests.PowerShell;

/// <summary>Completes the values of a cookie's SameSite.</summary>
public sealed class SameSiteCompleter() : StaticCompleter(["Strict", "Lax", "None"]);
