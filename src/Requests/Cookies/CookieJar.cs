namespace Requests;

/// <summary>Placeholder for the contract below; see Cookies.</summary>
public sealed class CookieJar
{
}
