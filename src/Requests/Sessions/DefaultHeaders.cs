using System.Reflection;

namespace Requests;

/// <summary>Creates the headers that a session starts with.</summary>
/// <remarks>requests: <c>default_headers</c>, in its order.</remarks>
internal static class DefaultHeaders
{
    /// <summary>Gets the User-Agent: the name and version of this library.</summary>
    internal static string UserAgent { get; } = $"requests-powershell/{typeof(DefaultHeaders).Assembly.GetName().Version!.ToString(3)}";

    internal static HeaderDictionary Create() => new()
    {
        ["User-Agent"] = UserAgent,
        ["Accept-Encoding"] = "gzip, deflate, br, zstd",
        ["Accept"] = "*/*",
        ["Connection"] = "keep-alive",
    };
}
