namespace Requests;

/// <summary>
/// Authenticates by a token of the managed identity that Azure gave to this virtual machine, app, function, container or server. The token
/// is requested from a service on this machine when the first request needs it, renewed before it expires, and once if a server refuses
/// it. One request serves all callers that wait for the token. One instance can be used by several threads and sessions.
/// </summary>
/// <remarks>
/// The environment names the service: that of App Service, Functions and Container Apps, Azure Arc, Service Fabric, Machine Learning or
/// Cloud Shell; without one it is the Instance Metadata Service of virtual machines. Azure.Identity: <c>ManagedIdentityCredential</c>.
/// </remarks>
public sealed class ManagedIdentityAuth : AuthBase
{
    // A token lives for an hour or a day. The services issue a new one in its last minutes.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    // A token that could not be renewed is used for this time, until it expires, before another one is requested.
    private static readonly TimeSpan RenewalPause = TimeSpan.FromSeconds(30);

    private readonly TokenFlow _flow;
    private readonly TimeProvider _time;
    private readonly ManagedIdentityEnvironment _environment;
    private (ManagedIdentityIdKind Kind, string Value)? _identity;

    /// <summary>Creates the authentication. Nothing is requested yet.</summary>
    /// <param name="resource">
    /// The resource that the token is for, such as <c>https://management.azure.com/</c>; a scope that ends with <c>/.default</c> is
    /// accepted too.
    /// </param>
    /// <exception cref="InvalidParameterException">The resource is empty or has a blank.</exception>
    public ManagedIdentityAuth(string resource)
        : this(resource, ProcessTime.Shared, ManagedIdentityEnvironment.Process)
    {
    }

    internal ManagedIdentityAuth(string resource, TimeProvider time, ManagedIdentityEnvironment environment)
    {
        Resource = PrepareResource(resource);
        _time = time;
        _environment = environment;
        _flow = new TokenFlow(new SharedToken(time), RequestTokenAsync);
    }

    /// <summary>Gets the resource that the token is for.</summary>
    public string Resource { get; }

    /// <summary>Gets the client identifier of a user-assigned identity, a GUID; null, the default, for another one.</summary>
    /// <exception cref="InvalidParameterException">The value is not a GUID, or the identity is selected already.</exception>
    public string? ClientId
    {
        get => GetIdentity(ManagedIdentityIdKind.ClientId);
        init => SetIdentity(ManagedIdentityIdKind.ClientId, value);
    }

    /// <summary>Gets the object identifier of a user-assigned identity, a GUID; null, the default, for another one.</summary>
    /// <exception cref="InvalidParameterException">The value is not a GUID, or the identity is selected already.</exception>
    public string? ObjectId
    {
        get => GetIdentity(ManagedIdentityIdKind.ObjectId);
        init => SetIdentity(ManagedIdentityIdKind.ObjectId, value);
    }

    /// <summary>
    /// Gets the resource identifier of a user-assigned identity, which begins with <c>/subscriptions/</c>; null, the default, for another
    /// one.
    /// </summary>
    /// <exception cref="InvalidParameterException">
    /// The value is not a resource identifier, or the identity is selected already.
    /// </exception>
    public string? ResourceId
    {
        get => GetIdentity(ManagedIdentityIdKind.ResourceId);
        init => SetIdentity(ManagedIdentityIdKind.ResourceId, value);
    }

    /// <summary>Gets the current token; null before the first.</summary>
    public OAuth2Token? Token => _flow.Current;

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [Token?.Access];

    /// <inheritdoc/>
    internal override bool SendsReusableSecret => true;

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <summary>Adds the token to the request when it is valid.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request) => _flow.Apply(request);

    /// <summary>
    /// Sends the request with a valid token, and once more if a server refuses it and the service then issues another one. The request to
    /// the service uses the adapters of the session, but not its proxies, timeouts, cookies and retries.
    /// </summary>
    /// <param name="exchange">The state of this exchange.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ManagedIdentityException">The service cannot be reached, or issued no token.</exception>
    public override IAsyncEnumerable<PreparedRequest> FlowAsync(AuthExchange exchange, CancellationToken cancellationToken) =>
        _flow.RunAsync(exchange, cancellationToken);

    /// <summary>Returns the resource and the identity, such as <c>ManagedIdentity (https://management.azure.com/)</c>.</summary>
    public override string ToString() => _identity is var (_, id) ? $"ManagedIdentity ({Resource}, {id})" : $"ManagedIdentity ({Resource})";

    private static string PrepareResource(string resource)
    {
        const string Suffix = "/.default";
        var name = resource.EndsWith(Suffix, StringComparison.Ordinal) ? resource[..^Suffix.Length] : resource;
        return name.Length > 0 && !name.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? name
            : throw new InvalidParameterException(
                "The resource of a managed identity must be one text without blanks, such as https://management.azure.com/. "
                    + "Create an authentication for each resource.");
    }

    private string? GetIdentity(ManagedIdentityIdKind kind) => _identity is var (selected, value) && selected == kind ? value : null;

    private void SetIdentity(ManagedIdentityIdKind kind, string? value)
    {
        if (value is null) return;
        if (_identity is not null)
        {
            throw new InvalidParameterException("A managed identity is selected by one of ClientId, ObjectId and ResourceId.");
        }

        if (kind == ManagedIdentityIdKind.ResourceId ? !IsResourceId(value) : !Guid.TryParseExact(value, "D", out _))
        {
            var form = kind == ManagedIdentityIdKind.ResourceId
                ? "a resource identifier, such as /subscriptions/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/name"
                : "a GUID, such as 11111111-2222-3333-4444-555555555555";
            throw new InvalidParameterException($"The {kind} of a managed identity must be {form}.");
        }

        _identity = (kind, value);
    }

    private static bool IsResourceId(string value) =>
        value.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) && !value.AsSpan().ContainsAnyExceptInRange('!', '~');

    private async Task<OAuth2Token> RequestTokenAsync(AuthExchange exchange, Response? refusal, CancellationToken cancellationToken)
    {
        // A valid token that is only due does not wait for a service that is busy or updated.
        var valid = refusal is null && Token is { } token && token.ExpiresAt > _time.GetUtcNow() ? token : null;
        try
        {
            return await new ManagedIdentityEndpoint(ManagedIdentityService.Find(_environment), exchange, _time)
            {
                Margin = Margin,
                Retries = valid is null,
            }.RequestTokenAsync(Resource, _identity, Token is not null, cancellationToken).ConfigureAwait(true);
        }
        catch (ManagedIdentityException) when (valid is not null)
        {
            var next = _time.GetUtcNow() + RenewalPause;
            return valid.WithRenewal(next < valid.ExpiresAt ? next : valid.ExpiresAt!.Value);
        }
    }
}
