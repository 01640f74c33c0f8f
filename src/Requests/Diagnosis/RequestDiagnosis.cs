using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Finds out why a URL cannot be requested, step by step: proxy, name lookup, connections, TLS, certificates, redirects, authentication,
/// clock, coding, version and cookies.
/// </summary>
/// <remarks>
/// A request is sent once, as a call sends it, and only with a method that changes nothing on the server (RFC 9110 section 9.2.1). The
/// steps before it open connections that carry no request and no credentials for the server. A client certificate is presented where a call
/// presents it.
/// </remarks>
public static class RequestDiagnosis
{
    /// <summary>Tests a request.</summary>
    /// <param name="session">The session whose settings and adapters are used.</param>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of sending; null uses those of the session.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A finding for each step, as it ends. What is wrong with the server or the network is a finding, not an exception.</returns>
    /// <exception cref="RequestException">The URL cannot be used, or no adapter is mounted for it.</exception>
    public static IAsyncEnumerable<DiagnosisFinding> RunAsync(
        RequestSession session,
        PreparedRequest request,
        SendOptions? options = null,
        CancellationToken cancellationToken = default) =>
        RunAsync(new DiagnosisRun(session, request, options ?? session.Defaults), DiagnosisStep.Proxy, cancellationToken);

    /// <summary>
    /// Tests the request of an error from the step at which it failed. Steps before it are reported only where they fail now. The response
    /// of an error, where it has one, is examined, and nothing is sent.
    /// </summary>
    /// <param name="error">The error.</param>
    /// <param name="session">The session whose settings and adapters are used.</param>
    /// <param name="options">The options of sending; null uses those of the session.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidParameterException">The error has no request.</exception>
    public static IAsyncEnumerable<DiagnosisFinding> RunFromErrorAsync(
        RequestException error,
        RequestSession session,
        SendOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= session.Defaults;
        if (error.Response is { } response) return ToAsync(Examine(response, options, error));
        return error.Request is { } request
            ? RunAsync(new DiagnosisRun(session, request.Copy(), options), ErrorRules.GetFirstStep(error), cancellationToken)
            : throw new InvalidParameterException(
                "The error has no request that can be tested: it occurred before a request was prepared. Its message says what to correct: "
                + error.Message);
    }

    /// <summary>Examines a response and those that led to it. Nothing is sent.</summary>
    /// <param name="response">The response.</param>
    /// <param name="options">The options that the request was sent with; null for the defaults.</param>
    public static IReadOnlyList<DiagnosisFinding> Examine(Response response, SendOptions? options = null) =>
        [.. Examine(response, options ?? new SendOptions(), error: null)];

    private static IEnumerable<DiagnosisFinding> Examine(Response response, SendOptions options, RequestException? error)
    {
        var first = response.History is [var oldest, ..] ? oldest : response;
        var examiner = new ResponseExaminer(first.Url);
        var exchange = new ExaminedExchange(response)
        {
            Expected = options.ExpectStatus,
            OfferedVersion = options.HttpVersion,
            Error = error,
        };
        return ResponseExaminer.WithoutRepeats(response.History)
            .SelectMany(examiner.ExamineEarlier)
            .Concat(examiner.Examine(exchange));
    }

    private static async IAsyncEnumerable<DiagnosisFinding> RunAsync(
        DiagnosisRun run,
        DiagnosisStep first,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var finding in run.RunAsync(cancellationToken).ConfigureAwait(true))
        {
            var isKnown = finding.Step < first && finding.Result is (DiagnosisResult.Passed or DiagnosisResult.Skipped);
            if (!isKnown) yield return finding;
        }
    }

    private static async IAsyncEnumerable<DiagnosisFinding> ToAsync(IEnumerable<DiagnosisFinding> findings)
    {
        await Task.CompletedTask.ConfigureAwait(true);
        foreach (var finding in findings) yield return finding;
    }
}
