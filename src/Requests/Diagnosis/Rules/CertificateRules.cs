using System.Globalization;
using System.Net;

namespace Requests;

/// <summary>Judges the names and the dates of a server certificate.</summary>
internal static class CertificateRules
{
    private const int MaximumNames = 5;

    // Certificates are renewed when a third of their life is left, and those of a year a month before.
    private static readonly TimeSpan LongestNotice = TimeSpan.FromDays(30);

    /// <summary>Judges the certificate of a server.</summary>
    /// <param name="chain">The certificates.</param>
    /// <param name="host">The host of the URL.</param>
    /// <param name="now">The time.</param>
    internal static Verdict Judge(ServerChain chain, string host, DateTimeOffset now)
    {
        var leaf = chain.Leaf;
        var detail = $"{leaf.ShortName}, for {DescribeNames(leaf)}; {DescribeDates(leaf, now)}.";
        if (chain.Problems.HasFlag(ChainProblems.NameMismatch))
        {
            return Verdict.Failed($"The certificate is not for the name '{host}': {detail}", AdviseName(leaf, host));
        }

        if (now < leaf.NotBefore)
        {
            return Verdict.Failed(
                $"The certificate is not valid yet: {detail}",
                "Check the clock of this machine first: it may be slow. Else the server uses its certificate too early.");
        }

        if (now > leaf.NotAfter)
        {
            return Verdict.Failed(
                $"The certificate has expired: {detail}",
                "The operator of the server has to renew the certificate, and to reload the service where it was renewed already. "
                + "Check the clock of this machine, too.");
        }

        if (chain.Problems.HasFlag(ChainProblems.Revoked))
        {
            return Verdict.Failed($"The certificate was revoked: {detail}", "The operator of the server has to install a new certificate.");
        }

        var left = leaf.NotAfter - now;
        var third = (leaf.NotAfter - leaf.NotBefore) / 3;
        return left < (third < LongestNotice ? third : LongestNotice)
            ? Verdict.Warning(detail, $"Renew the certificate: {DescribeSpan(left)} are left.")
            : Verdict.Passed(detail);
    }

    /// <summary>Returns a duration such as <c>30 days</c> or <c>5 hours</c>.</summary>
    /// <param name="span">The duration, not negative.</param>
    internal static string DescribeSpan(TimeSpan span)
    {
        var (count, unit) = span switch
        {
            { TotalDays: >= 2 } => ((long)span.TotalDays, "days"),
            { TotalHours: >= 2 } => ((long)span.TotalHours, "hours"),
            { TotalMinutes: >= 2 } => ((long)span.TotalMinutes, "minutes"),
            _ => ((long)span.TotalSeconds, "seconds"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}");
    }

    private static string DescribeNames(CertificateFacts leaf)
    {
        if (leaf.Names.Count == 0) return "no name";
        var more = leaf.Names.Count > MaximumNames ? $" and {leaf.Names.Count - MaximumNames} more" : "";
        return $"{string.Join(", ", leaf.Names.Take(MaximumNames))}{more}";
    }

    private static string DescribeDates(CertificateFacts leaf, DateTimeOffset now)
    {
        if (now < leaf.NotBefore) return $"valid from {Format(leaf.NotBefore)}, in {DescribeSpan(leaf.NotBefore - now)}";
        return now > leaf.NotAfter
            ? $"expired on {Format(leaf.NotAfter)}, {DescribeSpan(now - leaf.NotAfter)} ago"
            : $"valid until {Format(leaf.NotAfter)}, {DescribeSpan(leaf.NotAfter - now)} left";
    }

    private static string Format(DateTimeOffset date) =>
        date.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string AdviseName(CertificateFacts leaf, string host)
    {
        if (leaf.Names.Count == 0)
        {
            return "The certificate has no alternative name, which clients require: the operator has to issue it anew, with the name.";
        }

        var other = leaf.Names.FirstOrDefault(name => IsNear(name, host)) ?? leaf.Names[0];
        if (other.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(other[1..], StringComparison.OrdinalIgnoreCase))
        {
            return $"'{other}' covers one label only, not '{host}': the operator has to add that name to the certificate.";
        }

        return IPAddress.TryParse(host, out _)
            ? $"Use a name of the certificate in the URL in place of the address, such as '{other}'."
            : $"Use a name of the certificate in the URL, such as '{other}', or have '{host}' added to the certificate. "
                + "A server that does not know a name often sends the certificate of another site.";
    }

    private static bool IsNear(string name, string host)
    {
        var plain = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        return host.EndsWith($".{plain}", StringComparison.OrdinalIgnoreCase)
            || plain.EndsWith($".{host}", StringComparison.OrdinalIgnoreCase);
    }
}
