using System.Globalization;

namespace Requests;

/// <summary>Builds the requests of a download. Each is complete before its authentication is applied.</summary>
/// <param name="session">The session.</param>
/// <param name="prepared">The request of the first attempt.</param>
/// <param name="target">The file or folder that the body is saved in.</param>
internal sealed class DownloadRequestBuilder(RequestSession session, PreparedRequest prepared, DownloadTarget target)
{
    /// <summary>Gets the Accept-Encoding of the caller, before the download requested uncoded bytes.</summary>
    internal string? AcceptEncoding { get; } = prepared.DownloadPlan is { } plan
        ? (plan.Source.Headers?.ContainsKey("Accept-Encoding") == true ? plan.Source.Headers : session.Headers)["Accept-Encoding"]
        : prepared.Headers["Accept-Encoding"];

    /// <summary>Gets a value that indicates whether the caller set a Range header.</summary>
    internal bool HasOwnRange { get; } = prepared.DownloadPlan is not { Have: > 0 } && prepared.Headers["Range"] is { Length: > 0 };

    /// <summary>Prepares the request of a download, with the headers for resuming.</summary>
    /// <param name="session">The session.</param>
    /// <param name="request">The request as the caller describes it.</param>
    /// <param name="target">The file or folder that the body is saved in.</param>
    internal static PreparedRequest Prepare(RequestSession session, Request request, DownloadTarget target)
    {
        var have = 0L;
        string? ifRange = null;
        if (target is { Resume: true } && target.GetNamedPath() is { } path && session.Headers["Range"] is null
            && request.Headers?["Range"] is null)
        {
            (have, ifRange) = new ResumeState(path).GetStart(path, target);
        }

        return Prepare(session, request, target, have, ifRange);
    }

    /// <summary>Creates the request for the bytes after the existing ones.</summary>
    /// <param name="have">The number of existing bytes.</param>
    /// <param name="ifRange">The validator of their version for If-Range, or null.</param>
    internal PreparedRequest CreateRangeRequest(long have, string? ifRange)
    {
        if (have == 0 && prepared.DownloadPlan is null or { Have: 0 } && !NeedsIdentity(prepared)) return prepared;
        if (prepared.DownloadPlan is { } plan)
        {
            if (have == plan.Have && prepared.Headers["If-Range"] == ifRange) return prepared;
            var again = Prepare(session, plan.Source, target, have, ifRange);
            again.Counters = prepared.Counters;
            return again;
        }

        // A request that the caller prepared is signed already, so it is signed again with the added headers.
        var rest = prepared.Copy();
        AddTo(rest.Headers, NeedsIdentity(prepared), have, ifRange);
        if (rest.Auth is { } auth) AuthChanges.Apply(auth, rest);
        return rest;
    }

    private static PreparedRequest Prepare(RequestSession session, Request request, DownloadTarget target, long have, string? ifRange)
    {
        var headers = request.Headers?.Copy() ?? [];
        AddTo(
            headers,
            RequiresUncodedBytes(target)
                && (headers["Accept-Encoding"] is null || headers["Accept-Encoding"] == session.Headers["Accept-Encoding"]),
            have,
            ifRange);
        var prepared = session.PrepareRequest(new Request(request.Method, request.Url)
        {
            Params = request.Params,
            Headers = headers.Count == 0 ? request.Headers : headers,
            Body = request.Body,
            Cookies = request.Cookies,
            Auth = request.Auth,
            Hooks = request.Hooks,
        });
        prepared.DownloadPlan = new DownloadPlan(request, have);
        return prepared;
    }

    private static void AddTo(HeaderDictionary headers, bool identity, long have, string? ifRange)
    {
        if (identity) headers["Accept-Encoding"] = "identity";
        if (have == 0) return;
        headers["Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes={have}-");
        if (ifRange is not null) headers["If-Range"] = ifRange;
        else headers.Remove("If-Range");
    }

    /// <summary>
    /// Returns whether uncoded bytes are requested. A part of a coded body cannot be decoded, so a download that may be resumed requires
    /// them.
    /// </summary>
    private static bool RequiresUncodedBytes(DownloadTarget target) => target.Resume || target.Raw;

    private bool NeedsIdentity(PreparedRequest request) =>
        RequiresUncodedBytes(target)
            && request.DownloadPlan is null
            && (request.Headers["Accept-Encoding"] is null || request.Headers["Accept-Encoding"] == session.Headers["Accept-Encoding"]);
}
