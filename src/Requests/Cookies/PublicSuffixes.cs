using System.Globalization;

namespace Requests;

/// <summary>
/// Represents the public suffixes: domains under which anyone can register a name, such as <c>co.uk</c>. A cookie for a suffix would reach
/// unrelated sites.
/// </summary>
/// <remarks>The list of publicsuffix.org, as of August 2026, embedded; it is read when a cookie first names a domain.</remarks>
internal static class PublicSuffixes
{
    private static readonly Lazy<Rules> Loaded = new(Load);

    /// <summary>Returns whether a domain is a public suffix.</summary>
    /// <param name="domain">The domain in lower case, in its ASCII form.</param>
    internal static bool Contains(string domain)
    {
        var rules = Loaded.Value;
        domain = domain.TrimEnd('.');
        if (GetLabels(domain) > rules.Depth) return false;
        for (var candidate = domain; ;)
        {
            var parent = GetParent(candidate);
            if (rules.Exceptions.Contains(candidate)) return false;
            var isRule = rules.Names.Contains(candidate) || (parent is not null && rules.Wildcards.Contains(parent));
            if (isRule || parent is null) return candidate.Length == domain.Length;
            candidate = parent;
        }
    }

    /// <summary>
    /// Returns the registrable domain of a host: the suffix and one label before it. A host without a suffix is returned unchanged.
    /// </summary>
    /// <param name="host">The host in lower case, in its ASCII form.</param>
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

    private static string? GetParent(string domain) =>
        domain.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? domain[(dot + 1)..] : null;

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

    /// <summary>Represents the rules of the list.</summary>
    /// <param name="Names">The suffixes.</param>
    /// <param name="Wildcards">The names of which each name directly below is a suffix.</param>
    /// <param name="Exceptions">The names below a wildcard that are not suffixes.</param>
    /// <param name="Depth">The number of labels of the longest suffix.</param>
    private sealed record Rules(HashSet<string> Names, HashSet<string> Wildcards, HashSet<string> Exceptions, int Depth);
}
