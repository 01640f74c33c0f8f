using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>Runs a diagnosis: tests the connection, sends the request once, and examines what happened.</summary>
internal sealed class DiagnosisRun
{
    private readonly RequestSession _session;
    private readonly PreparedRequest _request;
    private readonly SendOptions _options;
    private readonly ResponseExaminer _examiner;
    private readonly OriginTest _first;
    private readonly HashSet<string> _tested = new(StringComparer.OrdinalIgnoreCase);
    private bool? _hasHttp2;
    private bool _missesCertificate;

    /// <summary>Creates a diagnosis.</summary>
    /// <param name="session">The session.</param>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of sending.</param>
    /// <exception cref="RequestException">The URL cannot be used, or no adapter is mounted for it.</exception>
    internal DiagnosisRun(RequestSession session, PreparedRequest request, SendOptions options)
    {
        _session = session;
        _request = request;
        _options = options with
        {
            Tls = session.TrustEnv ? CaBundle.ApplyTo(options.Tls) : options.Tls,
            ConnectTo = options.ConnectTo?.BindTo(request.CallerUrl ?? request.Url),
            Route = default,
        };
        _examiner = new ResponseExaminer(request.Url);
        _first = new OriginTest(session, _options, request, request.Url, request.Url);
    }

    /// <summary>Runs the diagnosis.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async IAsyncEnumerable<DiagnosisFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _tested.Add(UrlParts.GetOrigin(_request.Url));
        await foreach (var finding in _first.RunAsync(cancellationToken).ConfigureAwait(true)) yield return finding;
        (_hasHttp2, _missesCertificate) = (_first.HasHttp2, _first.MissesCertificate);
        if (_first.IsBroken || !IsSafe(_request.Method))
        {
            yield return new DiagnosisFinding(
                _request.Url,
                DiagnosisStep.Request,
                UrlRedactor.RedactForView(_request.Url),
                DescribeUnsent(),
                TimeSpan.Zero);
            yield break;
        }

        var observer = new DiagnosisObserver(_options.Observer);
        var began = _session.Time.GetTimestamp();
        var (response, error) = await SendAsync(observer, cancellationToken).ConfigureAwait(true);
        var time = _session.Time.GetElapsedTime(began);
        response ??= error!.Response;
        foreach (var earlier in ResponseExaminer.WithoutRepeats(response?.History ?? observer.Received))
        {
            foreach (var finding in _examiner.ExamineEarlier(earlier)) yield return finding;
            if (ResponseExaminer.GetNextUrl(earlier) is not { } next) continue;
            await foreach (var finding in TestOriginAsync(earlier.Request, next, cancellationToken).ConfigureAwait(true))
            {
                yield return finding;
            }
        }

        if (response is null)
        {
            yield return DescribeError(observer.LastRequest ?? _request, error!, time);
            yield break;
        }

        var exchange = new ExaminedExchange(response)
        {
            Expected = _options.ExpectStatus,
            OfferedVersion = _options.HttpVersion,
            HasHttp2 = _hasHttp2,
            Ignored = observer.Ignored,
            Error = error,
            Time = time,
        };
        try
        {
            foreach (var finding in _examiner.Examine(exchange)) yield return finding;
        }
        finally
        {
            response.Close();
        }
    }

    /// <summary>Returns whether a method changes nothing on the server (RFC 9110 section 9.2.1, RFC 10008 section 2).</summary>
    private static bool IsSafe(string method) => method is "GET" or "HEAD" or "OPTIONS" or "TRACE" or "QUERY";

    private Verdict DescribeUnsent() => _first.IsBroken
        ? Verdict.Skipped("The request was not sent, because a step before it failed.")
        : Verdict.Skipped(
            $"A {_request.Method} request can change something on the server, and was not sent.",
            "Send it with Send-Request or Invoke-Request, and pass its error or its response to Test-Request.");

    private async IAsyncEnumerable<DiagnosisFinding> TestOriginAsync(
        PreparedRequest origin,
        string url,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_tested.Add(UrlParts.GetOrigin(url)) || CreateTest(origin, url) is not { } test) yield break;
        await foreach (var finding in test.RunAsync(cancellationToken).ConfigureAwait(true)) yield return finding;
        (_hasHttp2, _missesCertificate) = (test.HasHttp2, test.MissesCertificate);
    }

    /// <summary>Creates the test of the target of a redirect; null where it cannot be requested, which the exchange reports.</summary>
    private OriginTest? CreateTest(PreparedRequest origin, string url)
    {
        try
        {
            return new OriginTest(_session, _options, origin, _request.Url, url);
        }
        catch (RequestException)
        {
            return null;
        }
    }

    private async Task<(Response? Response, RequestException? Error)> SendAsync(
        DiagnosisObserver observer,
        CancellationToken cancellationToken)
    {
        var once = _options with { Observer = observer, Retry = RetryPolicy.Never, RaiseForStatus = false, ExpectStatus = null };
        try
        {
            // A stored response does not show the state of the server.
            _request.RequiresValidation = true;
            return (await _session.SendAsync(_request, once, cancellationToken).ConfigureAwait(true), null);
        }
        catch (RequestException error)
        {
            return (null, error);
        }
    }

    /// <summary>Describes the error of a request without a response. The URL of a redirect can repeat secrets.</summary>
    private DiagnosisFinding DescribeError(PreparedRequest sent, RequestException error, TimeSpan time)
    {
        var secrets = ExchangeRedactor.Create(sent);
        var verdict = ErrorRules.Judge(error, _missesCertificate);
        return new DiagnosisFinding(
            _request.Url,
            ErrorRules.GetStep(error),
            secrets.Redact(UrlRedactor.RedactForView(sent.Url)),
            verdict with { Detail = secrets.Redact(verdict.Detail) },
            time);
    }
}
