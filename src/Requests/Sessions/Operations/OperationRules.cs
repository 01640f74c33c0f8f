namespace Requests;

/// <summary>
/// Defines the rules of operations that a server runs after its response: where their status is, when they end, and where their result is.
/// It sends nothing.
/// </summary>
/// <remarks>
/// Microsoft REST API guidelines and Azure Resource Manager, "Track asynchronous operations"; Azure SDK: <c>LROPoller</c>,
/// <c>final-state-via</c>.
/// </remarks>
internal static class OperationRules
{
    private const int LongestMessage = 2000;

    private static readonly string[] StatusHeaders = ["Operation-Location", "Azure-AsyncOperation"];

    /// <summary>Returns whether the body of a response can report that the resource of its URL is not provisioned yet.</summary>
    /// <param name="response">The response; its body need not be read.</param>
    internal static bool MayReportProvisioning(Response response) =>
        response.StatusCode is 200 or 201 or 202
            && response.Request.Method is "PUT" or "PATCH" or "GET"
            && response.MediaType.Contains("json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the operation that a response has begun, or null when it has begun none.</summary>
    /// <param name="response">The response. Its body is in memory where <see cref="MayReportProvisioning"/> is true.</param>
    /// <exception cref="OperationFailedException">The response reports that its resource could not be provisioned.</exception>
    /// <exception cref="RequestException">The response names a URL that cannot be used, or several.</exception>
    internal static PendingOperation? Start(Response response)
    {
        if (response.StatusCode is not (200 or 201 or 202 or 204)) return null;
        var resource = PollRequests.GetResource(response);
        var location = response.StatusCode is 201 or 202 ? FindTarget(response, "Location") : null;
        var report = OperationReport.Read(response);
        var pending = new PendingOperation(OperationStyle.Resource, resource, response.Request.Method, resource, location, report);
        if (FindStatusUrl(response) is { } url) return pending with { Style = OperationStyle.StatusUrl, Url = url };
        if (location is not null) return pending with { Style = OperationStyle.Location, Url = location };
        if (!MayReportProvisioning(response) || report.ProvisioningState is not { } state) return null;
        if (OperationReport.IsFailure(state)) throw CreateFailure(response, report, state);
        return report.IsSuccess(state) ? null : pending;
    }

    /// <summary>Returns what follows a response to the request for the status.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="response">The response, its body in memory.</param>
    /// <exception cref="OperationFailedException">The operation failed or was canceled.</exception>
    /// <exception cref="OperationStatusException">The response reports no status.</exception>
    /// <exception cref="HttpErrorException">The status could not be read.</exception>
    internal static OperationStep Advance(PendingOperation operation, Response response)
    {
        if (IsBusy(response)) return new OperationStep(operation, Final: null);
        if (!response.Ok && (operation.Style != OperationStyle.Location || ConcernsRequest(response.StatusCode))) response.RaiseForStatus();
        var report = OperationReport.Read(response);
        if (!response.Ok) throw CreateFailure(response, report, state: null);
        var state = GetState(operation.Style, response, report);
        if (OperationReport.IsFailure(state)) throw CreateFailure(response, report, state);
        operation = operation with { Report = report, Location = FindTarget(response, "Location") ?? operation.Location };
        if (!IsDone(operation, response, state)) return new OperationStep(MoveOn(operation, response), Final: null);
        return new OperationStep(null, operation.Style switch
        {
            OperationStyle.StatusUrl => FindResult(operation, response),
            OperationStyle.Location when IsReported(response, report) => FindReportedResult(operation, response),
            _ => null,
        });
    }

    /// <summary>Returns whether a server is too busy or unavailable for a time, and names the time of the next request.</summary>
    /// <param name="response">The response.</param>
    internal static bool IsBusy(Response response) => response.StatusCode is 429 or 503 && response.Headers.ContainsKey("Retry-After");

    /// <summary>Returns whether an error status concerns the request for the status, and not the operation.</summary>
    private static bool ConcernsRequest(int status) => status is 401 or 403 or 407 or 408 or 429 or 503;

    /// <summary>
    /// Returns the status that counts. At a Location, the body of a status other than 202 is the result, whose member <c>status</c> can be
    /// that of anything, unless the body is that of an operation: Microsoft Graph and Fabric respond with 200 while one runs.
    /// </summary>
    private static string? GetState(OperationStyle style, Response response, OperationReport report) => style switch
    {
        OperationStyle.StatusUrl => report.State,
        OperationStyle.Location when response.StatusCode == 202 || IsReported(response, report) => report.State,
        _ => report.ProvisioningState,
    };

    /// <summary>Returns whether the response of a Location is the report of an operation, which is not the result.</summary>
    private static bool IsReported(Response response, OperationReport report) =>
        response.StatusCode == 200 && report.IsOperation && report.Status is { } status && report.IsKnown(status);

    private static bool IsDone(PendingOperation operation, Response response, string? state)
    {
        if (state is not null) return operation.Report.IsSuccess(state);
        if (response.StatusCode == 202) return false;
        if (operation.Style != OperationStyle.StatusUrl || response.StatusCode == 204) return true;
        throw new OperationStatusException(
            $"'{Show(response)}' responded with {response.StatusCode} and reports no status of the operation: "
                + "its body is not a JSON object with the member status.").About(response);
    }

    /// <summary>Returns the operation with the URL that the response names for the next request.</summary>
    private static PendingOperation MoveOn(PendingOperation operation, Response response) => operation.Style switch
    {
        OperationStyle.StatusUrl when FindStatusUrl(response) is { } url => operation with { Url = url },
        OperationStyle.Location when response.StatusCode == 202 => operation with { Url = operation.Location! },
        _ => operation,
    };

    /// <summary>
    /// Returns the URL of the result: none after DELETE; else the one that the status names; the resource itself after PUT and PATCH;
    /// else the Location, or none, where the status is the result.
    /// </summary>
    private static string? FindResult(PendingOperation operation, Response response)
    {
        if (operation.Method == "DELETE") return null;
        if (operation.Report.ResourceLocation is { } named) return PollRequests.Resolve(response, named);
        return operation.Method is "PUT" or "PATCH" ? operation.Resource : operation.Location;
    }

    /// <summary>Returns the URL of the result of an operation that its Location has reported, or null where that is the report.</summary>
    private static string? FindReportedResult(PendingOperation operation, Response response)
    {
        var result = FindResult(operation with { Location = FindTarget(response, "Location") ?? operation.Url }, response);
        return result == operation.Url ? null : result;
    }

    private static string? FindStatusUrl(Response response) =>
        StatusHeaders.Select(name => FindTarget(response, name)).FirstOrDefault(static url => url is not null);

    /// <summary>Returns the absolute URL that a header names, or null. Servers send UTF-8 where HTTP specifies Latin-1.</summary>
    private static string? FindTarget(Response response, string name)
    {
        if (response.Headers.GetValues(name) is not [{ Length: > 0 } first, ..] values) return null;
        if (values.All(value => value == first)) return PollRequests.Resolve(response, Latin1.DecodeUtf8(first));
        throw new OperationStatusException(
            $"The response of '{Show(response)}' has several {name} headers, and none is followed.").About(response);
    }

    private static OperationFailedException CreateFailure(Response response, OperationReport report, string? state)
    {
        var secrets = ExchangeRedactor.Create(response);
        var status = state ?? $"{response.StatusCode} {response.Reason}".TrimEnd();
        var details = string.Join(": ", new[] { report.ErrorCode, report.ErrorMessage }.OfType<string>());
        if (details.Length > LongestMessage) details = $"{details[..LongestMessage]}…";
        var end = details.Length == 0 ? "." : $": {details}";
        return new OperationFailedException($"The operation '{Show(response)}' ended with {secrets.Redact(status + end)}")
        {
            Status = Redact(state),
            ErrorCode = Redact(report.ErrorCode),
            ErrorMessage = Redact(report.ErrorMessage),
            Response = response,
            Request = response.Request,
        };

        string? Redact(string? text) => text is null ? null : secrets.Redact(text);
    }

    private static string Show(Response response) => ExchangeRedactor.Create(response).Redact(UrlRedactor.Redact(response.Url));
}
