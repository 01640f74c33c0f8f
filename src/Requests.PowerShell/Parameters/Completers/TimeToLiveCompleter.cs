namespace Requests.PowerShell;

/// <summary>Completes times to live.</summary>
public sealed class TimeToLiveCompleter() : StaticCompleter(
[
    ("5m", "Responses without a lifetime of their own are fresh for 5 minutes."),
    ("1h", "Responses without a lifetime of their own are fresh for an hour."),
    ("'1d'", "Responses without a lifetime of their own are fresh for a day."),
    ("@{ '*/users*' = '1h' }", "The responses of some URLs are fresh for an hour, whatever the server says."),
    ("@{ '*/token*' = $null }", "The responses of some URLs are not stored."),
]);
