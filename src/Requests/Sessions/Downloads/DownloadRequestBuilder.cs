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

    /// <summary>Gets the condition of the first request, or null.</summary>
    internal FileCondition? Condition { get; } = prepared.DownloadPlan is { } plan ? plan.Condition : FindCondition(prepared, target);

    /// <summary>Gets the key of the request in the note of a file's version; empty where no version is noted.</summary>
    internal string NoteKey { get; } = prepared.DownloadPlan is { } plan ? plan.NoteKey : GetKey(prepared, target);

    /// <summary>Finds a header of the caller that a conditional download sets itself; null where the caller set no such header.</summary>
    internal string? FindOwnCondition()
    {
        if (prepared.DownloadPlan is not { } made)
        {
            return Array.Find(FileCondition.Headers, name => prepared.Headers[name] is { Length: > 0 });
        }

        var own = made.Source.Headers;
        return Array.Find(
            FileCondition.Headers,
            name => (own?.ContainsKey(name) == true ? own : session.Headers)[name] is { Length: > 0 });
    }

    /// <summary>Prepares the request of a download, with the headers for resuming or for a condition.</summary>
    /// <param name="session">The session.</param>
    /// <param name="request">The request as the caller describes it.</param>
    /// <param name="target">The file or folder that the body is saved in.</param>
    internal static PreparedRequest Prepare(RequestSession session, Request request, DownloadTarget target)
    {
        var have = 0L;
        string? ifRange = null;
        FileCondition? condition = null;
        var key = "";
        if (target.IfChanged)
        {
            var bare = session.PrepareRequest(Copy(request, request.Headers, auth: AuthBase.None));
            condition = FindCondition(bare, target);
            key = GetKey(bare, target);
        }

        if (condition is null && target is { Resume: true } && target.GetNamedPath() is { } path && session.Headers["Range"] is null
            && request.Headers?["Range"] is null)
        {
            (have, ifRange) = new ResumeState(path).GetStart(path, target);
        }

        return Prepare(session, request, target, new Start(have, ifRange, condition), key);
    }

    /// <summary>Creates the request for the bytes after the existing ones, or for another version than the existing one.</summary>
    /// <param name="have">The number of existing bytes.</param>
    /// <param name="ifRange">The validator of their version for If-Range, or null.</param>
    /// <param name="condition">The condition, or null.</param>
    internal PreparedRequest CreateRequest(long have, string? ifRange, FileCondition? condition)
    {
        if (prepared.DownloadPlan is { } plan)
        {
            var isSame = plan.Condition == condition && plan.Have == have && (have == 0 || prepared.Headers["If-Range"] == ifRange);
            if (isSame) return prepared;
            var again = Prepare(session, plan.Source, target, new Start(have, ifRange, condition), NoteKey);
            again.Counters = prepared.Counters;
            return again;
        }

        var identity = NeedsIdentity(prepared);
        if (have == 0 && condition is null && !identity) return prepared;

        // A request that the caller prepared is signed already, so it is signed again with the added headers.
        var rest = prepared.Copy();
        AddTo(rest.Headers, identity, new Start(have, ifRange, condition));
        if (rest.Auth is { } auth) AuthChanges.Apply(auth, rest);
        return rest;
    }

    private static PreparedRequest Prepare(RequestSession session, Request request, DownloadTarget target, Start start, string key)
    {
        var headers = request.Headers?.Copy() ?? [];
        AddTo(
            headers,
            RequiresUncodedBytes(target)
                && (headers["Accept-Encoding"] is null || headers["Accept-Encoding"] == session.Headers["Accept-Encoding"]),
            start);
        var prepared = session.PrepareRequest(Copy(request, headers.Count == 0 ? request.Headers : headers, request.Auth));
        prepared.DownloadPlan = new DownloadPlan(request, start.Have, start.Condition, key);
        return prepared;
    }

    private static Request Copy(Request request, HeaderDictionary? headers, AuthBase? auth) => new(request.Method, request.Url)
    {
        Params = request.Params,
        Headers = headers,
        Body = request.Body,
        Cookies = request.Cookies,
        Auth = auth,
        Hooks = request.Hooks,
    };

    private static void AddTo(HeaderDictionary headers, bool identity, Start start)
    {
        if (identity) headers["Accept-Encoding"] = "identity";
        start.Condition?.AddTo(headers);
        if (start.Have == 0) return;
        headers["Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes={start.Have}-");
        if (start.IfRange is not null) headers["If-Range"] = start.IfRange;
        else headers.Remove("If-Range");
    }

    /// <summary>
    /// Finds the condition of a request. A checksum decides without one, and the rest of an earlier transfer is requested without one.
    /// </summary>
    private static FileCondition? FindCondition(PreparedRequest request, DownloadTarget target)
    {
        if (!target.IfChanged || target.HasChecksum || request.Method != "GET") return null;
        if (target.GetExpectedPath(request.CallerUrl ?? request.Url) is not { } path) return null;
        if (target.Resume && new ResumeState(path).Length > 0) return null;
        return FileCondition.Find(path, GetKey(request, target), usesTime: !target.Resume);
    }

    /// <summary>Gets the key of a request without what its authentication changed, such as a signature in the URL.</summary>
    private static string GetKey(PreparedRequest request, DownloadTarget target)
    {
        if (!target.IfChanged) return "";
        var bare = ResourceKey.GetBare(request);
        return VersionNote.GetKey(bare.Url, (bare.Headers["Accept"], bare.Headers["Accept-Language"]), target.Raw);
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

    /// <summary>Represents where a request begins.</summary>
    /// <param name="Have">The number of existing bytes.</param>
    /// <param name="IfRange">The validator of their version, or null.</param>
    /// <param name="Condition">The condition, or null.</param>
    private readonly record struct Start(long Have, string? IfRange, FileCondition? Condition);
}
