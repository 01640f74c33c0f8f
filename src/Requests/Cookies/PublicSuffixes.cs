using System.Globalization;

namespace Requests;

/// <summary>The suffixes under which anybody can register a name, such as <c>co.uk</c>: a cookie for one would reach strangers.</summary>
/// <remarks>The list of publicsuffix.org, as of August 2026, embedded; read when a cookie first names a domain.</remarks>
internal static class PublicSuffixes
{
    private static readonly Lazy<Rules> Loaded = new(Load);

    /// <summary>Whether a domain is such a suffix.</summary>
    /// <param name="domain">In lower case, in its ASCII form.</param>
    internal static bool Contains(string domain)
    {
        var rules = Loaded.Value;
        domain = domain.TrimEnd('.');
        if (GetLabels(domain) > rules.Depth) return false;
        for (var candidate = domain; ;)
        {
            var parent = GetParent(candidate);
            if (rules.Exceptions.Contains(candidate)) return false;
            if (rules.Names.Contains(candidate) || (parent is not null && rules.Wildcards.Contains(parent))) return candidate.Length == domain.Length;
            if (parent is null) return candidate.Length == domain.Length;
            candidate = parent;
        }
    }

    /// <summary>The domain that was registered for a host: the suffix and one label before it. A host without such is its own.</summary>
    /// <param name="host">In lower case, in its ASCII form.</param>
    internal static string RegistrableDomain(string host)
    {
        host = host.TrimEnd('.');
        if (System.Net.IPAddress.TryParse(host, out _)) return host;
        for (var candidate = host; GetParent(candidate) is { } parent; candidate = parent)
        {
            if (Contains(parent)) return candidate;
        }

        return host;
    }

    private static int GetLabels(string domain) => domain.AsSpan().Count('.') + 1;

    private static string? GetParent(string domain) => domain.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? domain[(dot + 1)..] : null;

    private static Rules Load()
    {
        var rules = new Rules([], [], [], 0);
        var names = new IdnMapping();
        using var reader = new StreamReader(typeof(PublicSuffixes).Assembly.GetManifestResourceStream("public_suffix_list.dat")!);
        while (reader.ReadLine() is { } line)
        {
            var rule = line.Trim();
            if (rule.Length == 0 || rule.StartsWith("//", StringComparison.Ordinal)) continue;
            var (set, name) = rule[0] switch
            {
                '!' => (rules.Exceptions, rule[1..]),
                '*' => (rules.Wildcards, rule[2..]),
                _ => (rules.Names, rule),
            };
            set.Add(System.Text.Ascii.IsValid(name) ? name : names.GetAscii(name));
            rules = rules with { Depth = Math.Max(rules.Depth, GetLabels(rule)) };
        }

        return rules;
    }

    /// <param name="Names">Suffixes.</param>
    /// <param name="Wildcards">Names of which each name directly below is a suffix.</param>
    /// <param name="Exceptions">Names below a wildcard that are none.</param>
    /// <param name="Depth">How many labels the longest suffix has.</param>
    private sealed record Rules(HashSet<string> Names, HashSet<string> Wildcards, HashSet<string> Exceptions, int Depth);
}
