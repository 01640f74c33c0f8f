using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates authentication by the managed identity of an Azure resource.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. The token is requested from a service on this machine when the
/// first request needs it, renewed before it expires, and requested once more if a server refuses it. One request serves all calls that
/// wait for the token. No secret is stored anywhere.</para>
/// <para>The environment of the process names the service: that of App Service, Functions and Container Apps, Azure Arc, Service Fabric,
/// Machine Learning or Cloud Shell. Without such an environment it is the Instance Metadata Service (IMDS) of virtual machines,
/// scale sets and Kubernetes nodes; the wait for its connection is then at most 1.5 seconds. The request for a token uses no proxy. It is
/// sent again as the documentation of IMDS says: after 404, 429 and 5xx up to three times, and after 410 for up to 70 seconds.</para>
/// <para>Without -ClientId, -ObjectId and -ResourceId the system-assigned identity is used, or the only user-assigned one.</para>
/// <para>If this machine has no such service, or if it issues no token, the error has the id ManagedIdentityError, and nothing is sent to
/// the server of the request. Its Exception has the Service and the Response.</para>
/// <para>Python equivalent: ManagedIdentityCredential of azure-identity.</para>
/// </remarks>
/// <example>
/// <code>$auth = New-ManagedIdentityAuth https://management.azure.com/
/// $session = New-RequestSession -BaseUri https://management.azure.com -Auth $auth -RaiseForStatus</code>
/// Authenticates a script on a virtual machine of Azure to Azure Resource Manager.
/// </example>
/// <example>
/// <code>$auth = New-ManagedIdentityAuth https://vault.azure.net -ClientId 11111111-2222-3333-4444-555555555555
/// $vault = New-RequestSession -BaseUri https://contoso.vault.azure.net -Params @{ 'api-version' = '7.4' } -Auth $auth</code>
/// Selects a user-assigned identity.
/// </example>
/// <seealso href="docs/guide/cloud.md"/>
[Cmdlet(VerbsCommon.New, "ManagedIdentityAuth", DefaultParameterSetName = "System")]
[OutputType(typeof(ManagedIdentityAuth))]
public sealed class NewManagedIdentityAuthCommand : RequestCmdlet
{
    private const string GuidForms = "a GUID";

    /// <summary>
    /// Specifies the resource that the token is for, as text, such as https://management.azure.com/. A scope that ends with /.default is
    /// accepted too.
    /// </summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "Specifies the resource, such as https://management.azure.com/.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    [ArgumentCompleter(typeof(AzureResourceCompleter))]
    public object? Resource { get; set; }

    /// <summary>
    /// Specifies the client identifier of a user-assigned identity, a GUID. Excludes -ObjectId and -ResourceId.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "ClientId",
        HelpMessage = "Specifies the client identifier of a user-assigned identity, a GUID.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(Guid))]
    public object? ClientId { get; set; }

    /// <summary>
    /// Specifies the object identifier of a user-assigned identity, a GUID. Excludes -ClientId and -ResourceId.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "ObjectId",
        HelpMessage = "Specifies the object identifier of a user-assigned identity, a GUID.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(Guid))]
    public object? ObjectId { get; set; }

    /// <summary>
    /// Specifies the resource identifier of a user-assigned identity, as text that begins with /subscriptions/. Excludes -ClientId and
    /// -ObjectId.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "ResourceId",
        HelpMessage = "Specifies the resource identifier of a user-assigned identity, which begins with /subscriptions/.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? ResourceId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        var resource = TextConverter.ToRequiredText(Resource, nameof(Resource), "the URL of a resource as text");
        return ParameterSetName switch
        {
            "ClientId" => new ManagedIdentityAuth(resource) { ClientId = ToId(ClientId, nameof(ClientId)) },
            "ObjectId" => new ManagedIdentityAuth(resource) { ObjectId = ToId(ObjectId, nameof(ObjectId)) },
            "ResourceId" => new ManagedIdentityAuth(resource)
            {
                ResourceId = TextConverter.ToRequiredText(ResourceId, nameof(ResourceId), "the identifier of a resource as text"),
            },
            _ => new ManagedIdentityAuth(resource),
        };
    });

    private static string ToId(object? value, string parameter) => TextConverter.ToRequiredText(value, parameter, GuidForms).Trim();
}
