namespace Requests;

/// <summary>Specifies which values of an exchange an entry contains.</summary>
internal enum HarRedaction
{
    /// <summary>The entry contains all values.</summary>
    None,

    /// <summary>
    /// Secrets are replaced, cookies included. The parameters of a query without a secret stay, so that requests can be told apart.
    /// </summary>
    Secrets,

    /// <summary>Secrets are replaced, and the URLs have no query. For archives that are passed on.</summary>
    SecretsAndQueries,
}
