namespace Requests.PowerShell;

/// <summary>The format of a file of cookies.</summary>
public enum CookieFileFormat
{
    /// <summary>The cookies.txt of Netscape, which curl and browsers' extensions read.</summary>
    Netscape,

    /// <summary>JSON, which keeps every attribute.</summary>
    Json,
}
