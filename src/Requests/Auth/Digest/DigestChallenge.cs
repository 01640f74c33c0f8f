namespace Requests;

/// <summary>A Digest challenge that can be answered.</summary>
/// <remarks>RFC 7616 section 3.3.</remarks>
internal sealed class DigestChallenge
{
    private DigestChallenge(IReadOnlyDictionary<string, string> parameters)
    {
        Realm = parameters.GetValueOrDefault("realm") ?? "";
        Nonce = parameters["nonce"];
        Opaque = parameters.GetValueOrDefault("opaque");
        Algorithm = parameters.GetValueOrDefault("algorithm") is { Length: > 0 } algorithm ? algorithm : null;
        IsStale = Is(parameters, "stale");
        IsUserNameHashed = Is(parameters, "userhash");
        IsUtf8 = "UTF-8".Equals(parameters.GetValueOrDefault("charset"), StringComparison.OrdinalIgnoreCase);
        var offered = parameters.GetValueOrDefault("qop")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        Qop = Array.Find(offered, one => one.Equals("auth", StringComparison.OrdinalIgnoreCase)) ?? Array.Find(offered, one => one.Equals("auth-int", StringComparison.OrdinalIgnoreCase));
        IsKnown = DigestHash.Rank(HashName) >= 0 && (offered.Length == 0 || Qop is not null);
    }

    internal string Realm { get; }

    internal string Nonce { get; }

    internal string? Opaque { get; }

    /// <summary>As the server wrote it; null where it names none.</summary>
    internal string? Algorithm { get; }

    /// <summary>Whether the nonce alone was too old: the credentials may be right.</summary>
    internal bool IsStale { get; }

    internal bool IsUserNameHashed { get; }

    internal bool IsUtf8 { get; }

    /// <summary>The protection that is used: <c>auth</c> where it is offered, else <c>auth-int</c>; null for servers of RFC 2069.</summary>
    internal string? Qop { get; }

    internal bool IsSession => Algorithm?.EndsWith("-sess", StringComparison.OrdinalIgnoreCase) == true;

    internal bool IsIntegrity => "auth-int".Equals(Qop, StringComparison.OrdinalIgnoreCase);

    internal string? HashName => IsSession ? Algorithm![..^5] : Algorithm;

    private bool IsKnown { get; }

    /// <summary>The best of an answer's Digest challenges, the strongest hash first; null when there is none that can be answered.</summary>
    /// <param name="headers">The values of its WWW-Authenticate or Proxy-Authenticate headers.</param>
    internal static DigestChallenge? Parse(IEnumerable<string> headers) => AuthChallenge.Parse(headers)
        .Where(one => one.Scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase) && one.Parameters.ContainsKey("nonce"))
        .Select(one => new DigestChallenge(one.Parameters))
        .Where(one => one.IsKnown)
        .OrderBy(one => DigestHash.Rank(one.HashName))
        .FirstOrDefault();

    /// <summary>The same with the nonce that the server wants next.</summary>
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

    private static bool Is(IReadOnlyDictionary<string, string> parameters, string name) => "true".Equals(parameters.GetValueOrDefault(name), StringComparison.OrdinalIgnoreCase);
}
