using System.Text;

namespace Requests;

/// <summary>
/// Authenticates by HTTP Basic (RFC 7617). The credentials are sent with the first request, without waiting for a challenge.
/// </summary>
/// <remarks>
/// requests: <c>HTTPBasicAuth</c>, which sends Latin-1 where name and password fit it. Here the charset is UTF-8 unless another is given.
/// </remarks>
public sealed class BasicAuth : AuthBase
{
    private readonly string _header;
    private readonly string _password;

    /// <summary>Creates the authentication of one user.</summary>
    /// <param name="userName">The user name; it cannot hold a colon.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="InvalidHeaderException">
    /// The user name holds a colon, so the server could not tell where it ends (RFC 7617 section 2).
    /// </exception>
    public BasicAuth(string userName, string password)
        : this(userName, password, Encoding.UTF8)
    {
    }

    /// <summary>Creates the authentication of one user for a server that does not read UTF-8.</summary>
    /// <param name="userName">The user name; it cannot hold a colon.</param>
    /// <param name="password">The password.</param>
    /// <param name="encoding">The charset that the server reads.</param>
    /// <exception cref="InvalidHeaderException">
    /// The user name holds a colon, or the charset cannot represent the name or the password.
    /// </exception>
    public BasicAuth(string userName, string password, Encoding encoding)
        : this(userName, password, BasicCredentials.ToBytes(userName, encoding), BasicCredentials.ToBytes(password, encoding))
    {
    }

    /// <summary>Creates the authentication of one user from bytes, which are sent as they are.</summary>
    /// <param name="userName">The bytes of the user name; they cannot hold a colon.</param>
    /// <param name="password">The bytes of the password.</param>
    /// <exception cref="InvalidHeaderException">The user name holds a colon.</exception>
    public BasicAuth(byte[] userName, byte[] password)
        : this(Encoding.UTF8.GetString(userName), Encoding.UTF8.GetString(password), userName, password)
    {
    }

    private BasicAuth(string nameText, string passwordText, byte[] userName, byte[] password)
    {
        if (userName.AsSpan().Contains((byte)':'))
        {
            throw new InvalidHeaderException("A user name for Basic authentication cannot hold a colon.");
        }

        UserName = nameText;
        _password = passwordText;
        _header = BasicCredentials.Encode(userName, password);
    }

    /// <summary>Gets the user name.</summary>
    public string UserName { get; }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [_password];

    /// <inheritdoc/>
    internal override bool SendsReusableSecret => true;

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <inheritdoc/>
    public override void Apply(PreparedRequest request) => request.Headers["Authorization"] = _header;

    /// <summary>Returns the scheme and the user name, such as <c>Basic (alice)</c>, without the password.</summary>
    public override string ToString() => $"Basic ({UserName})";
}
