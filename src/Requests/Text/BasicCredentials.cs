using System.Text;

namespace Requests;

/// <summary>Name and password as the Basic scheme sends them, to servers and to proxies.</summary>
/// <remarks>RFC 7617; requests: <c>_basic_auth_str</c>.</remarks>
internal static class BasicCredentials
{
    /// <summary>The header's value: Latin-1 where name and password fit it, else UTF-8.</summary>
    /// <param name="userName">The name.</param>
    /// <param name="password">The password.</param>
    internal static string Encode(string userName, string password)
    {
        var pair = $"{userName}:{password}";
        var encoding = pair.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff') ? Encoding.UTF8 : Encoding.Latin1;
        return $"Basic {Convert.ToBase64String(encoding.GetBytes(pair))}";
    }
}
