namespace Requests.PowerShell;

/// <summary>Completes content types.</summary>
public sealed class ContentTypeCompleter() : WordCompleter(
    ["application/json", "application/xml", "application/octet-stream", "application/x-ndjson", "application/x-www-form-urlencoded", "text/csv", "text/plain"]);
