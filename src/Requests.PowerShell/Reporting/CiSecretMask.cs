namespace Requests.PowerShell;

/// <summary>The words by which agents of pipelines are told to mask a text.</summary>
internal static class CiSecretMask
{
    /// <summary>What makes them of a text, or null where no known agent runs.</summary>
    internal static Func<string, IEnumerable<string>>? OfThisAgent()
    {
        if (Is("GITHUB_ACTIONS")) return text => Lines(text).Select(line => $"::add-mask::{line.Replace("%", "%25", StringComparison.Ordinal)}");
        if (Is("TF_BUILD")) return text => Lines(text).Select(line => $"##vso[task.setsecret]{line.Replace("%", "%AZP25", StringComparison.Ordinal)}");
        return null;
    }

    private static bool Is(string variable) => "true".Equals(Environment.GetEnvironmentVariable(variable), StringComparison.OrdinalIgnoreCase);

    /// <summary>Agents mask line by line.</summary>
    private static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Trim().Length > 0);
}
