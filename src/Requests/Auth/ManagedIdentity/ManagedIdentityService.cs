namespace Requests;

/// <summary>Represents a service that issues the tokens of managed identities, as its documentation describes it.</summary>
/// <param name="Name">The name of the service, for messages.</param>
/// <param name="Endpoint">The URL of its endpoint, without the query.</param>
/// <param name="ApiVersion">The version of its interface; null when it has none.</param>
internal sealed record ManagedIdentityService(string Name, string Endpoint, string? ApiVersion)
{
    private const string TokenPath = "/metadata/identity/oauth2/token";

    private static readonly Dictionary<ManagedIdentityIdKind, string> NoNames = [];

    /// <summary>Gets the header that the service requires. It protects the service from requests that a URL alone causes.</summary>
    internal (string Name, string Value) Header { get; private init; } = ("Metadata", "true");

    /// <summary>Gets the names of the parameters that select a user-assigned identity; empty when the service has one identity.</summary>
    internal IReadOnlyDictionary<ManagedIdentityIdKind, string> IdNames { get; private init; } = NoNames;

    /// <summary>Gets the client identifier of the identity that the service uses by default, or null.</summary>
    internal string? DefaultClientId { get; private init; }

    /// <summary>Gets a value that indicates whether the request is a form instead of a query.</summary>
    internal bool UsesPost { get; private init; }

    /// <summary>Gets the only folder of the files that a challenge can name; null when the service sends no challenge.</summary>
    internal string? KeyFolder { get; private init; }

    /// <summary>Gets the fingerprint of the certificate of the service; null when it is verified as that of other servers.</summary>
    internal string? Fingerprint { get; private init; }

    /// <summary>
    /// Gets a value that indicates whether the service is the Instance Metadata Service, which is at an address that any network can have,
    /// and whose statuses 404 and 410 are temporary.
    /// </summary>
    internal bool IsMetadataService { get; private init; }

    /// <summary>Gets a value that indicates whether nothing names the service, so that it may not exist.</summary>
    internal bool IsAssumed { get; private init; }

    /// <summary>Finds the service that the environment names.</summary>
    /// <param name="environment">The environment.</param>
    /// <exception cref="ManagedIdentityException">A variable of the environment is not a URL that can be used.</exception>
    internal static ManagedIdentityService Find(ManagedIdentityEnvironment environment)
    {
        var (endpoint, header) = (environment.Read("IDENTITY_ENDPOINT"), environment.Read("IDENTITY_HEADER"));
        if (endpoint is not null && header is not null)
        {
            return environment.Read("IDENTITY_SERVER_THUMBPRINT") is { } fingerprint
                ? CreateServiceFabric(endpoint, header, fingerprint)
                : CreateAppService(endpoint, header);
        }

        if (environment.Read("MSI_ENDPOINT") is { } msi) return CreateOlder(msi, environment);
        if (endpoint is not null && environment.Read("IMDS_ENDPOINT") is not null) return CreateArc(endpoint, environment);
        if (endpoint is null && File.Exists(environment.ArcAgent)) return CreateArc($"http://127.0.0.1:40342{TokenPath}", environment);
        var host = environment.Read("AZURE_POD_IDENTITY_AUTHORITY_HOST");
        var address = host is null ? "http://169.254.169.254" : Check(host, "AZURE_POD_IDENTITY_AUTHORITY_HOST").TrimEnd('/');
        return new ManagedIdentityService("Azure Instance Metadata Service", address + TokenPath, "2018-02-01")
        {
            IsMetadataService = true,
            IsAssumed = host is null,
            IdNames = CreateNames("client_id", "object_id", "msi_res_id"),
        };
    }

    private static ManagedIdentityService CreateAppService(string endpoint, string header) =>
        new("App Service", Check(endpoint, "IDENTITY_ENDPOINT"), "2019-08-01")
        {
            Header = ("X-IDENTITY-HEADER", header),
            IdNames = CreateNames("client_id", "principal_id", "mi_res_id"),
        };

    private static ManagedIdentityService CreateServiceFabric(string endpoint, string header, string fingerprint) =>
        new("Service Fabric", Check(endpoint, "IDENTITY_ENDPOINT"), "2019-07-01-preview")
        {
            Header = ("Secret", header),
            Fingerprint = CertificateFingerprint.Normalize(fingerprint),
        };

    private static ManagedIdentityService CreateArc(string endpoint, ManagedIdentityEnvironment environment)
    {
        // The content of a file of this machine is sent there.
        if (!new Uri(Check(endpoint, "IDENTITY_ENDPOINT")).IsLoopback)
        {
            throw new ManagedIdentityException(
                $"IDENTITY_ENDPOINT is '{UrlRedactor.Redact(endpoint)}', which is not on this machine: the service of Azure Arc is.");
        }

        return new ManagedIdentityService("Azure Arc", endpoint, "2020-06-01") { KeyFolder = environment.KeyFolder };
    }

    private static ManagedIdentityService CreateOlder(string endpoint, ManagedIdentityEnvironment environment)
    {
        Check(endpoint, "MSI_ENDPOINT");
        return environment.Read("MSI_SECRET") is { } secret
            ? new ManagedIdentityService("Azure Machine Learning", endpoint, "2017-09-01")
            {
                Header = ("Secret", secret),
                IdNames = new Dictionary<ManagedIdentityIdKind, string> { [ManagedIdentityIdKind.ClientId] = "clientid" },
                DefaultClientId = environment.Read("DEFAULT_IDENTITY_CLIENT_ID"),
            }
            : new ManagedIdentityService("Azure Cloud Shell", endpoint, ApiVersion: null) { UsesPost = true };
    }

    private static Dictionary<ManagedIdentityIdKind, string> CreateNames(string client, string @object, string resource) => new()
    {
        [ManagedIdentityIdKind.ClientId] = client,
        [ManagedIdentityIdKind.ObjectId] = @object,
        [ManagedIdentityIdKind.ResourceId] = resource,
    };

    private static string Check(string url, string variable) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? url
            : throw new ManagedIdentityException(
                $"The environment variable {variable} is not a URL of http or https: Azure sets it where a managed identity is available.");
}
