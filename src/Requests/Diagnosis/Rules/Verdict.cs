namespace Requests;

/// <summary>Represents what a rule decides about one step of a diagnosis.</summary>
/// <param name="Result">The result.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Advice">What to do about it; empty where nothing has to be done.</param>
internal readonly record struct Verdict(DiagnosisResult Result, string Detail, string Advice = "")
{
    /// <summary>Creates the verdict of a step that works.</summary>
    /// <param name="detail">What was found.</param>
    /// <param name="advice">What could be improved, or an empty text.</param>
    internal static Verdict Passed(string detail, string advice = "") => new(DiagnosisResult.Passed, detail, advice);

    /// <summary>Creates the verdict of a step that works, where something should be changed.</summary>
    /// <param name="detail">What was found.</param>
    /// <param name="advice">What to do about it.</param>
    internal static Verdict Warning(string detail, string advice) => new(DiagnosisResult.Warning, detail, advice);

    /// <summary>Creates the verdict of a step that does not work.</summary>
    /// <param name="detail">What was found.</param>
    /// <param name="advice">What to do about it.</param>
    internal static Verdict Failed(string detail, string advice) => new(DiagnosisResult.Failed, detail, advice);

    /// <summary>Creates the verdict of a step that was not tested.</summary>
    /// <param name="detail">Why it was not tested.</param>
    /// <param name="advice">What to do to test it, or an empty text.</param>
    internal static Verdict Skipped(string detail, string advice = "") => new(DiagnosisResult.Skipped, detail, advice);
}
