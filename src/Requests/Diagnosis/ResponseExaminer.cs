namespace Requests;

/// <summary>Finds out what responses show: redirects, challenges, clocks, codings, versions and cookies. It sends nothing.</summary>
/// <param name="url">The URL that is tested.</param>
internal sealed class ResponseExaminer(string url)
{
    /// <summary>Examines a response that another request followed: a redirect or a challenge.</summary>
    /// <param name="response">The response.</param>
    internal IEnumerable<DiagnosisFinding> ExamineEarlier(Response response)
    {
        var secrets = ExchangeRedactor.Create(response);
        if (GetNextUrl(response) is { } next)
        {
            yield return Find(
                DiagnosisStep.Redirect,
                response,
                RedirectFindings.Judge(response, next, isFollowed: true),
                response.Elapsed,
                secrets);
        }
        else if (response.StatusCode is 401 or 407)
        {
            yield return Find(
                DiagnosisStep.Authentication,
                response,
                ChallengeRules.JudgeFollowed(response),
                response.Elapsed,
                secrets);
        }
    }

    /// <summary>Examines the last response of an exchange.</summary>
    /// <param name="exchange">The exchange.</param>
    internal IEnumerable<DiagnosisFinding> Examine(ExaminedExchange exchange)
    {
        var response = exchange.Response;
        var secrets = ExchangeRedactor.Create(response);
        foreach (var (step, verdict) in Judge(exchange))
        {
            var time = step == DiagnosisStep.Request ? exchange.Time ?? response.Timings?.Total ?? response.Elapsed : TimeSpan.Zero;
            yield return Find(step, response, verdict, time, secrets);
        }
    }

    /// <summary>Returns the URL of the redirect of a response, or null where it has no usable one.</summary>
    /// <param name="response">The response.</param>
    internal static string? GetNextUrl(Response response)
    {
        if (RedirectRules.GetTarget(response) is not { } target) return null;
        try
        {
            return RedirectRules.Follow(response.Request, response.StatusCode, target, []).Url;
        }
        catch (InvalidUrlException)
        {
            return null;
        }
    }

    /// <summary>Returns each response of a history once, where redirects form a loop.</summary>
    /// <param name="history">The responses, oldest first.</param>
    internal static IEnumerable<Response> WithoutRepeats(IEnumerable<Response> history) =>
        history.DistinctBy(static response => (response.Url, response.StatusCode));

    private static IEnumerable<(DiagnosisStep Step, Verdict Verdict)> Judge(ExaminedExchange exchange)
    {
        var response = exchange.Response;
        DiagnosisStep? failed = null;
        Verdict error = default;
        if (exchange.Error is { } given and not HttpErrorException)
        {
            failed = ErrorRules.GetStep(given);
            error = JudgeError(response, given);
        }

        yield return (DiagnosisStep.Request, failed == DiagnosisStep.Request ? error : StatusRules.Judge(response, exchange.Expected));
        if (failed == DiagnosisStep.Redirect) yield return (DiagnosisStep.Redirect, error);
        else if (GetNextUrl(response) is { } next)
        {
            yield return (DiagnosisStep.Redirect, RedirectFindings.Judge(response, next, isFollowed: false));
        }
        else if (RedirectRules.HasSeveralTargets(response))
        {
            yield return (DiagnosisStep.Redirect, RedirectFindings.SeveralTargets);
        }

        if (failed is DiagnosisStep.Authentication or DiagnosisStep.Tls or DiagnosisStep.Tunnel or DiagnosisStep.Connect)
        {
            yield return (failed.Value, error);
        }
        else if (ChallengeRules.Judge(response) is { } challenge) yield return (DiagnosisStep.Authentication, challenge);
        if (response.Timings is { } timings)
        {
            yield return (DiagnosisStep.Clock, ClockRules.Judge(response.Headers, timings.Started, response.Elapsed));
        }

        if (failed is DiagnosisStep.Coding or DiagnosisStep.Body) yield return (failed.Value, error);
        else if (BodyRules.JudgeCoding(response) is { } coding) yield return (DiagnosisStep.Coding, coding);
        yield return (DiagnosisStep.HttpVersion, VersionRules.Judge(response, exchange.OfferedVersion, exchange.HasHttp2));
        var refused = exchange.Ignored.Where(static reason => reason.Contains("cookie", StringComparison.Ordinal)).ToList();
        if (CookieFindings.Judge(response, refused) is { } cookies) yield return (DiagnosisStep.Cookie, cookies);
    }

    private static Verdict JudgeError(Response response, RequestException error) => error is TooManyRedirectsException
        ? RedirectFindings.JudgeTooMany([.. response.History, response], error)
        : ErrorRules.Judge(error);

    /// <summary>Creates a finding without the secrets of the exchange, which a server may repeat.</summary>
    private DiagnosisFinding Find(DiagnosisStep step, Response response, Verdict verdict, TimeSpan time, ExchangeRedactor secrets) => new(
        url,
        step,
        secrets.Redact(UrlRedactor.RedactForView(response.Url)),
        verdict with { Detail = secrets.Redact(verdict.Detail), Advice = secrets.Redact(verdict.Advice) },
        time);
}
