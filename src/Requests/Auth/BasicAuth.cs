namespace Requests;

/// <summary>HTTP Basic authentication (RFC 7617), sent with the first request and not only when asked for.</summary>
/// <remarks>requests: <c>HTTPBasicAuth</c>. Name and password go as Latin-1 where they fit it, as in Requests, else as UTF-8.</remarks>
public sealed class BasicAuth : AuthBase
{
    private readonly string _password;

    /// <summary>Creates the proof for one user.</summary>
    /// <param name="userName">The name; it cannot hold a colon.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="InvalidHeaderException">The name holds a colon: the server could not tell where it ends (RFC 7617 section 2).</exception>
    public BasicAuth(string userName, string password)
    {
        if (userName.Contains(':', StringComparison.Ordinal)) throw new InvalidHeaderException("A user name for Basic authentication cannot hold a colon.");
        UserName = userName;
        _password = password;
    }

    /// <summary>The name.</summary>
    public string UserName { get; }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [_password];

    /// <inheritdoc/>
    internal override bool RunsCallerCode => false;

    /// <inheritdoc/>
    public override void Apply(PreparedRequest request) => request.Headers["Authorization"] = BasicCredentials.Encode(UserName, _password);

    /// <summary>Such as <c>Basic (alice)</c>; never the password.</summary>
    public override string ToString() => $"Basic ({UserName})";
}
