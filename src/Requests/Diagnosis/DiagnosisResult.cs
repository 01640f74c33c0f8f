namespace Requests;

/// <summary>Specifies the result of one step of a diagnosis.</summary>
public enum DiagnosisResult
{
    /// <summary>The step works.</summary>
    Passed,

    /// <summary>The step works, and something should be changed.</summary>
    Warning,

    /// <summary>The step does not work, and a call fails because of it.</summary>
    Failed,

    /// <summary>The step was not tested, because it does not apply or must not be repeated.</summary>
    Skipped,
}
