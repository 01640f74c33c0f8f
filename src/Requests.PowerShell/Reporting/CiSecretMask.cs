namespace Requests.PowerShell;

/// <summary>Creates the commands that make the agent of a CI service mask a text in its logs.</summary>
internal static class CiSecretMask
{
    /// <summary>
    /// Returns a function that creates the commands for a text, or null where neither GitHub Actions nor Azure Pipelines runs the process.
    /// </summary>
    internal static Func<string, IEnumerable<string>>? FindForCurrentAgent()
    {
        if (IsTrue("GITHUB_ACTIONS"))
        {
            return text => SplitLines(text).Select(line => $"::add-mask::{line.Replace("%", "%25", StringComparison.Ordinal)}");
        }

        if (IsTrue("TF_BUILD"))
        {
            return text => SplitLines(text).Select(line => $"##vso[task.setsecret]{line.Replace("%", "%AZP25", StringComparison.Ordinal)}");
        }

        return null;
    }

    private static bool IsTrue(string variable) =>
        "true".Equals(Environment.GetEnvironmentVariable(variable), StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the lines of a text that are not blank, because agents mask line by line.</summary>
    private static IEnumerable<string> SplitLines(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Trim().Length > 0);
}
