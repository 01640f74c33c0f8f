namespace Requests;

/// <summary>Specifies the parts of a request that must equal those of a recorded one. Secrets are never compared.</summary>
/// <remarks>vcrpy: <c>match_on</c>.</remarks>
[Flags]
public enum CassetteMatch
{
    /// <summary>Nothing: each request matches.</summary>
    None = 0,

    /// <summary>The method.</summary>
    Method = 1,

    /// <summary>The scheme of the URL.</summary>
    Scheme = 2,

    /// <summary>The host and the port of the URL.</summary>
    Host = 4,

    /// <summary>The path of the URL.</summary>
    Path = 8,

    /// <summary>The pairs of the query, in any order of their names.</summary>
    Query = 16,

    /// <summary>The whole URL.</summary>
    Url = Scheme | Host | Path | Query,

    /// <summary>The headers that the caller sets, without those that describe the client, the connection and the body.</summary>
    Headers = 32,

    /// <summary>
    /// The body: JSON regardless of white space and the order of names, forms regardless of the order of names, multipart forms regardless
    /// of their boundary, other bodies by their bytes.
    /// </summary>
    Body = 64,
}
