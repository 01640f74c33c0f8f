namespace Requests;

/// <summary>
/// The nonces that servers gave and still accept. A nonce is lent to one request at a time: servers that check the count refuse a lower
/// count that arrives after a higher one. Safe for many threads.
/// </summary>
/// <remarks>RFC 7616 section 3.4, <c>nc</c>.</remarks>
internal sealed class DigestNonces
{
    private const int MaximumIdle = 256;

    private readonly object _lock = new();
    private readonly Dictionary<string, List<DigestAnswer>> _byOrigin = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes an idle nonce of a server, the one used last, or null.</summary>
    /// <param name="origin">The server.</param>
    internal DigestAnswer? Take(string origin)
    {
        lock (_lock)
        {
            if (!_byOrigin.TryGetValue(origin, out var known) || known.FindLast(static one => one.Users == 0) is not { } answer) return null;
            answer.Users = 1;
            return answer;
        }
    }

    /// <summary>Takes the nonce of a challenge. Of a server that gives many requests the same one it is shared, so that its count goes on.</summary>
    /// <param name="origin">The server.</param>
    /// <param name="challenge">Its challenge.</param>
    /// <param name="create">Creates the answer.</param>
    internal DigestAnswer Take(string origin, DigestChallenge challenge, Func<DigestChallenge, DigestAnswer> create)
    {
        lock (_lock)
        {
            var known = OfOrigin(origin);
            if (known.Find(one => one.Challenge.Nonce == challenge.Nonce) is not { } answer)
            {
                answer = create(challenge);
                known.Add(answer);
            }

            answer.IsShared |= answer.Users > 0;
            answer.Users++;
            return answer;
        }
    }

    /// <summary>Gives a nonce back.</summary>
    /// <param name="origin">The server.</param>
    /// <param name="answer">What was taken.</param>
    /// <param name="isGood">Whether the server accepted it; else it is not used again.</param>
    /// <param name="next">What the server wants to be used in its place, or null.</param>
    internal void Return(string origin, DigestAnswer answer, bool isGood, DigestAnswer? next = null)
    {
        lock (_lock)
        {
            answer.Users--;
            var known = OfOrigin(origin);
            if (!isGood || next is not null) known.Remove(answer);
            if (next is not null) known.Add(next);
            if (known.Count > MaximumIdle && known.FindIndex(static one => one.Users == 0) is >= 0 and var oldest) known.RemoveAt(oldest);
        }
    }

    private List<DigestAnswer> OfOrigin(string origin) => _byOrigin.TryGetValue(origin, out var known) ? known : _byOrigin[origin] = [];
}
