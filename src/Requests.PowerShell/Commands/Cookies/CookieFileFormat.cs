namespace Requests.PowerShell;

/// <summary>Specifies the format of a cookie file.</summary>
public enum CookieFileFormat
{
    /// <summary>The cookies.txt format of Netscape, which curl and browser extensions read.</summary>
    Netscape,

    /// <summary>JSON, which stores every attribute.</summary>
    Json,
}
