namespace Requests.PowerShell;

/// <summary>Completes maps of hooks.</summary>
public sealed class HooksCompleter() : StaticCompleter(["@{ response = { param($Response) } }", "@{ request = { param($Request) } }"]);
