namespace Requests;

/// <summary>Represents a Digest challenge.</summary>
/// <remarks>RFC 7616 section 3.3.</remarks>
internal sealed class DigestChallenge
{
    private DigestChallenge(IReadOnlyDictionary<string, string> parameters)
    {
        Realm = parameters.GetValueOrDefault("realm") ?? "";
        Nonce = parameters["nonce"];
        Opaque = parameters.GetValueOrDefault("opaque");
        Algorithm = parameters.GetValueOrDefault("algorithm") is { Length: > 0 } algorithm ? algorithm : null;
        IsStale = IsTrue(parameters, "stale");
        IsUserNameHashed = IsTrue(parameters, "userhash");
        IsUtf8 = "UTF-8".Equals(parameters.GetValueOrDefault("charset"), StringComparison.OrdinalIgnoreCase);
        var offered = (parameters.GetValueOrDefault("qop") ?? "").Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Qop = Array.Find(offered, item => item.Equals("auth", StringComparison.OrdinalIgnoreCase))
            ?? Array.Find(offered, item => item.Equals("auth-int", StringComparison.OrdinalIgnoreCase));
        IsKnown = DigestHash.Rank(HashName) >= 0 && (offered.Length == 0 || Qop is not null);
    }

    internal string Realm { get; }

    internal string Nonce { get; }

    internal string? Opaque { get; }

    /// <summary>Gets the algorithm as the server wrote it; null when it names none.</summary>
    internal string? Algorithm { get; }

    /// <summary>Gets a value that indicates whether only the nonce was stale, so that the credentials may be correct.</summary>
    internal bool IsStale { get; }

    internal bool IsUserNameHashed { get; }

    internal bool IsUtf8 { get; }

    /// <summary>
    /// Gets the quality of protection: <c>auth</c> when it is offered, else <c>auth-int</c>; null for servers of RFC 2069.
    /// </summary>
    internal string? Qop { get; }

    internal bool IsSession => Algorithm?.EndsWith("-sess", StringComparison.OrdinalIgnoreCase) == true;

    internal bool IsIntegrity => "auth-int".Equals(Qop, StringComparison.OrdinalIgnoreCase);

    internal string? HashName => IsSession ? Algorithm![..^5] : Algorithm;

    private bool IsKnown { get; }

    /// <summary>
    /// Finds the best supported Digest challenge of a response, by the strength of its hash; null when no challenge is supported.
    /// </summary>
    /// <param name="headers">The values of its WWW-Authenticate or Proxy-Authenticate headers.</param>
    internal static DigestChallenge? Parse(IEnumerable<string> headers) => AuthChallenge.Parse(headers)
        .Where(item => item.Scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase) && item.Parameters.ContainsKey("nonce"))
        .Select(item => new DigestChallenge(item.Parameters))
        .Where(challenge => challenge.IsKnown)
        .OrderBy(challenge => DigestHash.Rank(challenge.HashName))
        .FirstOrDefault();

    /// <summary>Returns the challenge with another nonce.</summary>
    /// <param name="nonce">The nonce.</param>
    internal DigestChallenge With(string nonce)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["realm"] = Realm, ["nonce"] = nonce };
        if (Opaque is not null) parameters["opaque"] = Opaque;
        if (Algorithm is not null) parameters["algorithm"] = Algorithm;
        if (Qop is not null) parameters["qop"] = Qop;
        if (IsUserNameHashed) parameters["userhash"] = "true";
        if (IsUtf8) parameters["charset"] = "UTF-8";
        return new DigestChallenge(parameters);
    }

    private static bool IsTrue(IReadOnlyDictionary<string, string> parameters, string name) =>
        "true".Equals(parameters.GetValueOrDefault(name), StringComparison.OrdinalIgnoreCase);
}
