namespace Requests;

/// <summary>The environment's word on whom to trust, read at each call.</summary>
/// <remarks>requests: <c>merge_environment_settings</c>. <c>REQUEST_CA_BUNDLE</c> is the guide's spelling.</remarks>
internal static class CaBundle
{
    private static readonly string[] Names = ["REQUESTS_CA_BUNDLE", "REQUEST_CA_BUNDLE", "CURL_CA_BUNDLE"];

    /// <summary>The file that the environment names, or null.</summary>
    internal static string? Path => Array.Find(Names, name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))) is { } named ? Environment.GetEnvironmentVariable(named) : null;

    /// <summary>Returns the settings with the CA file of the environment, where the settings verify certificates and name no CA file.</summary>
    /// <param name="tls">The settings of a call.</param>
    internal static TlsSettings ApplyTo(TlsSettings tls) => tls is { Verify: true, CaFile: null } && Path is { } path ? tls with { CaFile = path } : tls;
}
