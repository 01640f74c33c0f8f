namespace Requests;

/// <summary>Represents the result of one step of a diagnosis. It contains no secret.</summary>
public sealed class DiagnosisFinding
{
    internal DiagnosisFinding(string url, DiagnosisStep step, string target, Verdict verdict, TimeSpan time)
    {
        Url = VisibleText.EscapeLine(UrlRedactor.RedactForView(url));
        Step = step;
        Target = VisibleText.EscapeLine(target);
        Result = verdict.Result;
        Detail = VisibleText.EscapeLine(verdict.Detail);
        Advice = VisibleText.EscapeLine(verdict.Advice);
        Time = time;
    }

    /// <summary>Gets the URL that was tested, without user name, password, query and fragment.</summary>
    public string Url { get; }

    /// <summary>Gets the step.</summary>
    public DiagnosisStep Step { get; }

    /// <summary>Gets the host, the address, the proxy, the certificate or the URL that the step is about.</summary>
    public string Target { get; }

    /// <summary>Gets the result of the step.</summary>
    public DiagnosisResult Result { get; }

    /// <summary>Gets what was found.</summary>
    public string Detail { get; }

    /// <summary>Gets what to do about it; empty where nothing has to be done.</summary>
    public string Advice { get; }

    /// <summary>Gets the duration of the step; zero where it has none of its own.</summary>
    public TimeSpan Time { get; }

    /// <summary>Returns a text such as <c>Failed NameLookup nosuch.example: The name has no address.</c>.</summary>
    public override string ToString() => $"{Result} {Step} {Target}: {Detail}";
}
