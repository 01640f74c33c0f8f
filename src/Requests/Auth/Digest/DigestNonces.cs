namespace Requests;

/// <summary>
/// Stores the nonces that servers still accept. The nonce of a challenge is used only by the challenged request until the server has
/// accepted it, because a strict server refuses a nonce count that arrives after a higher one. Then all requests may use it, unless the
/// server turns out to be strict. Safe for use by several threads.
/// </summary>
/// <remarks>RFC 7616 section 3.4, <c>nc</c>.</remarks>
internal sealed class DigestNonces
{
    private const int MaximumIdle = 256;

    private readonly object _lock = new();
    private readonly Dictionary<string, Server> _servers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Takes an accepted nonce of a server: an idle one if possible, else one that other requests use, unless the server is strict. Returns
    /// null when the server has no such nonce.
    /// </summary>
    /// <param name="origin">The server.</param>
    internal DigestCredentials? Take(string origin)
    {
        lock (_lock)
        {
            if (!_servers.TryGetValue(origin, out var server)) return null;
            var credentials = server.Known.FindLast(static item => item is { Users: 0, IsAccepted: true });
            if (credentials is null && !server.IsStrict) credentials = server.Known.FindLast(static item => item.IsAccepted);
            return credentials is null ? null : Use(credentials);
        }
    }

    /// <summary>Takes the nonce of a challenge. A nonce that the server sent before is shared, so that its count continues.</summary>
    /// <param name="origin">The server.</param>
    /// <param name="challenge">The challenge.</param>
    /// <param name="create">Creates the credentials for the challenge.</param>
    internal DigestCredentials Take(string origin, DigestChallenge challenge, Func<DigestChallenge, DigestCredentials> create)
    {
        lock (_lock)
        {
            var known = GetServer(origin).Known;
            if (known.Find(item => item.Challenge.Nonce == challenge.Nonce) is not { } credentials)
            {
                credentials = create(challenge);
                known.Add(credentials);
            }

            return Use(credentials);
        }
    }

    /// <summary>Returns a nonce that the server accepted.</summary>
    /// <param name="origin">The server.</param>
    /// <param name="credentials">The credentials that were taken.</param>
    /// <param name="next">The credentials with the next nonce of the server, or null.</param>
    internal void Accept(string origin, DigestCredentials credentials, DigestCredentials? next = null)
    {
        lock (_lock)
        {
            credentials.Users--;
            credentials.IsAccepted = true;
            var known = GetServer(origin).Known;
            if (next is not null)
            {
                next.IsAccepted = true;
                known.Remove(credentials);
                known.Add(next);
            }

            if (known.Count > MaximumIdle && known.FindIndex(static item => item.Users == 0) is >= 0 and var oldest) known.RemoveAt(oldest);
        }
    }

    /// <summary>Returns a nonce that the server refused, or whose result is not known.</summary>
    /// <param name="origin">The server.</param>
    /// <param name="credentials">The credentials that were taken.</param>
    /// <param name="isStale">Whether the server reported that the nonce is stale.</param>
    internal void Refuse(string origin, DigestCredentials credentials, bool isStale)
    {
        lock (_lock)
        {
            credentials.Users--;
            var server = GetServer(origin);
            if (credentials.IsShared && !isStale) server.IsStrict = true;
            server.Known.Remove(credentials);
        }
    }

    private static DigestCredentials Use(DigestCredentials credentials)
    {
        credentials.IsShared |= credentials.Users > 0;
        credentials.Users++;
        return credentials;
    }

    private Server GetServer(string origin) => _servers.TryGetValue(origin, out var server) ? server : _servers[origin] = new Server();

    private sealed class Server
    {
        internal List<DigestCredentials> Known { get; } = [];

        /// <summary>Gets or sets a value that indicates whether the server has refused a nonce that several requests used.</summary>
        internal bool IsStrict { get; set; }
    }
}
