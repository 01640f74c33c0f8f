namespace Requests;

/// <summary>
/// The nonces that servers gave and still accept. The nonce of a challenge belongs to the request that was challenged until the server has accepted it:
/// a strict server refuses a lower count that arrives after a higher one. Then all requests may use it, unless the server turns out to be strict. Safe for many threads.
/// </summary>
/// <remarks>RFC 7616 section 3.4, <c>nc</c>.</remarks>
internal sealed class DigestNonces
{
    private const int MaximumIdle = 256;

    private readonly object _lock = new();
    private readonly Dictionary<string, Server> _servers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a nonce that a server has accepted: an idle one where there is one, else one that others use, unless the server is strict. Null when there is none.</summary>
    /// <param name="origin">The server.</param>
    internal DigestCredentials? Take(string origin)
    {
        lock (_lock)
        {
            if (!_servers.TryGetValue(origin, out var server)) return null;
            var answer = server.Known.FindLast(static one => one is { Users: 0, IsAccepted: true });
            if (answer is null && !server.IsStrict) answer = server.Known.FindLast(static one => one.IsAccepted);
            return answer is null ? null : Use(answer);
        }
    }

    /// <summary>Takes the nonce of a challenge. Of a server that gives many requests the same one it is shared, so that its count goes on.</summary>
    /// <param name="origin">The server.</param>
    /// <param name="challenge">Its challenge.</param>
    /// <param name="create">Creates the answer.</param>
    internal DigestCredentials Take(string origin, DigestChallenge challenge, Func<DigestChallenge, DigestCredentials> create)
    {
        lock (_lock)
        {
            var known = GetServer(origin).Known;
            if (known.Find(one => one.Challenge.Nonce == challenge.Nonce) is not { } answer)
            {
                answer = create(challenge);
                known.Add(answer);
            }

            return Use(answer);
        }
    }

    /// <summary>Gives back a nonce that the server accepted.</summary>
    /// <param name="origin">The server.</param>
    /// <param name="answer">What was taken.</param>
    /// <param name="next">What the server wants to be used in its place, or null.</param>
    internal void Accept(string origin, DigestCredentials answer, DigestCredentials? next = null)
    {
        lock (_lock)
        {
            answer.Users--;
            answer.IsAccepted = true;
            var known = GetServer(origin).Known;
            if (next is not null)
            {
                next.IsAccepted = true;
                known.Remove(answer);
                known.Add(next);
            }

            if (known.Count > MaximumIdle && known.FindIndex(static one => one.Users == 0) is >= 0 and var oldest) known.RemoveAt(oldest);
        }
    }

    /// <summary>Gives back a nonce that the server refused, or of which that is not known.</summary>
    /// <param name="origin">The server.</param>
    /// <param name="answer">What was taken.</param>
    /// <param name="isStale">Whether the server said that the nonce is too old.</param>
    internal void Refuse(string origin, DigestCredentials answer, bool isStale)
    {
        lock (_lock)
        {
            answer.Users--;
            var server = GetServer(origin);
            if (answer.IsShared && !isStale) server.IsStrict = true;
            server.Known.Remove(answer);
        }
    }

    private static DigestCredentials Use(DigestCredentials answer)
    {
        answer.IsShared |= answer.Users > 0;
        answer.Users++;
        return answer;
    }

    private Server GetServer(string origin) => _servers.TryGetValue(origin, out var server) ? server : _servers[origin] = new Server();

    private sealed class Server
    {
        internal List<DigestCredentials> Known { get; } = [];

        /// <summary>Whether it has refused a nonce that several requests used.</summary>
        internal bool IsStrict { get; set; }
    }
}
