namespace Requests;

/// <summary>Reads the CA file from the environment, at each call.</summary>
/// <remarks>
/// requests: <c>merge_environment_settings</c>. A page of Requests' guide writes <c>REQUEST_CA_BUNDLE</c>, so that name is read, too.
/// </remarks>
internal static class CaBundle
{
    private static readonly string[] Names = ["REQUESTS_CA_BUNDLE", "REQUEST_CA_BUNDLE", "CURL_CA_BUNDLE"];

    /// <summary>Gets the file that the environment names, or null.</summary>
    internal static string? Path
    {
        get
        {
            foreach (var name in Names)
            {
                if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } path) return path;
            }

            return null;
        }
    }

    /// <summary>Returns the settings with the environment's CA file, where they verify certificates and name no CA file.</summary>
    /// <param name="tls">The settings of a call.</param>
    internal static TlsSettings ApplyTo(TlsSettings tls) => FindFor(tls) is { } path ? tls with { CaFile = path } : tls;

    /// <summary>Returns the environment's CA file if the settings verify certificates and name no CA file; otherwise null.</summary>
    /// <param name="tls">The settings of a call.</param>
    internal static string? FindFor(TlsSettings tls) => tls is { Verify: true, CaFile: null } ? Path : null;
}
