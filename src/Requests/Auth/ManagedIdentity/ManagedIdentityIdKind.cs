namespace Requests;

/// <summary>Specifies by which identifier a user-assigned managed identity is selected.</summary>
internal enum ManagedIdentityIdKind
{
    /// <summary>The client identifier, also called application identifier.</summary>
    ClientId,

    /// <summary>The object identifier, also called principal identifier.</summary>
    ObjectId,

    /// <summary>The identifier of the identity as a resource of Azure.</summary>
    ResourceId,
}
