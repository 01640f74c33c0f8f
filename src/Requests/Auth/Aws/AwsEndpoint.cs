using System.Text.RegularExpressions;

namespace Requests;

/// <summary>Represents the service and the region that a signature is for.</summary>
/// <param name="Service">The name of the service in signatures, such as <c>s3</c>; null when it is not known.</param>
/// <param name="Region">The region, such as <c>eu-west-1</c>; null when it is not known.</param>
internal readonly partial record struct AwsEndpoint(string? Service, string? Region)
{
    // The region of the endpoints that serve all regions, such as iam.amazonaws.com.
    private const string GlobalRegion = "us-east-1";
    private const string GovernmentRegion = "us-gov-west-1";
    private const string GovernmentLabel = "us-gov";
    private const string FipsEnd = "-fips";
    private const string MainSuffix = ".amazonaws.com";

    private static readonly string[] Suffixes =
    [
        MainSuffix, ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws", ".api.amazonwebservices.com.cn", ".api.amazonwebservices.eu",
        ".on.aws",
    ];

    /// <summary>
    /// Gets a value that indicates whether the service is S3, whose paths are names of objects: they are not normalized, and are escaped
    /// once.
    /// </summary>
    internal bool IsS3 => Service is "s3" or "s3express" or "s3-object-lambda" or "s3-outposts";

    /// <summary>Gets the difference between the clocks from which on the service refuses a signature.</summary>
    internal TimeSpan ClockTolerance => TimeSpan.FromMinutes(IsS3 ? 15 : 5);

    /// <summary>Returns what a host of Amazon Web Services says about service and region; nothing for another host.</summary>
    /// <param name="host">The host, without a port.</param>
    internal static AwsEndpoint Guess(string host)
    {
        host = host.ToLowerInvariant();
        if (Array.Find(Suffixes, suffix => host.EndsWith(suffix, StringComparison.Ordinal)) is not { } suffix) return default;
        var labels = host[..^suffix.Length].Split('.').ToList();

        // These labels stand for a private endpoint, for one with IPv6, and for one with certified cryptography.
        if (labels.Count > 1 && labels[^1] == "vpce") labels.RemoveAt(labels.Count - 1);
        if (labels.Count > 1) labels.RemoveAll(static label => label == "dualstack");
        labels = labels.ConvertAll(static label => label.EndsWith(FipsEnd, StringComparison.Ordinal) ? label[..^FipsEnd.Length] : label);
        var isOfGovernment = labels.Count > 1 && labels[^1] == GovernmentLabel;
        var isGlobal = labels.Count > 1 && labels[^1] == "global";
        if (isOfGovernment || isGlobal) labels.RemoveAt(labels.Count - 1);
        var (name, region) = FindLabels(labels);
        if (DashedName().Match(name) is { Success: true } dashed) (name, region) = ("s3", dashed.Groups["region"].Value);
        if (name.StartsWith("s3express-", StringComparison.Ordinal)) name = "s3express";
        var at = labels.IndexOf(name);
        var service = AwsSigningNames.Get(name, at > 0 ? labels[at - 1] : null);
        if (isOfGovernment) region ??= GovernmentRegion;
        var isAnywhere = name == "s3-accelerate" || (suffix != MainSuffix && !(isGlobal && suffix == ".api.aws"));
        return new AwsEndpoint(service, region ?? (isAnywhere ? null : GlobalRegion));
    }

    /// <summary>
    /// Returns the label of the service and the region. The region is the last label or, for services such as <c>es</c>, the one before.
    /// </summary>
    private static (string Name, string? Region) FindLabels(List<string> labels)
    {
        if (labels is [.., var service, var last] && RegionName().IsMatch(last)) return (service, last);
        if (labels is [.., var before, var name] && RegionName().IsMatch(before)) return (name, before);
        return (labels[^1], null);
    }

    [GeneratedRegex(@"^[a-z]{2,4}(-[a-z]+)+-\d+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RegionName();

    // An old form of the hosts of S3: s3-eu-west-1.amazonaws.com.
    [GeneratedRegex(@"^s3-(?<region>[a-z]{2}(-[a-z]+)+-\d+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DashedName();
}
