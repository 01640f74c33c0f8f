namespace Requests.PowerShell;

/// <summary>Completes the modes of a cassette.</summary>
public sealed class CassetteModeCompleter() : StaticCompleter(
[
    (nameof(CassetteMode.Once), "Records everything while the file does not exist, and replays only from then on. This is the default."),
    (nameof(CassetteMode.None), "Replays only. A request that the file does not have is an error."),
    (nameof(CassetteMode.New), "Replays what the file has, and records the rest."),
    (nameof(CassetteMode.All), "Records everything anew and replaces the file."),
]);

/// <summary>Completes the parts of a request that a cassette compares.</summary>
public sealed class CassetteMatchCompleter() : StaticCompleter(
[
    (nameof(CassetteMatch.Method), "The method."),
    (nameof(CassetteMatch.Url), "The whole URL: scheme, host, path and query."),
    (nameof(CassetteMatch.Scheme), "The scheme of the URL."),
    (nameof(CassetteMatch.Host), "The host and the port of the URL."),
    (nameof(CassetteMatch.Path), "The path of the URL."),
    (nameof(CassetteMatch.Query), "The query of the URL, in any order."),
    (nameof(CassetteMatch.Headers), "The headers that the caller sets."),
    (nameof(CassetteMatch.Body), "The body; JSON and forms by their content."),
    ("{ param($Entry, $Request) }", "A script block that emits whether an entry matches a request."),
]);

/// <summary>Completes the names of headers that a cassette can compare.</summary>
public sealed class MatchedHeaderCompleter() : StaticCompleter(
[
    ("Accept", "The media types that the response may have."),
    ("Accept-Language", "The languages that the response may have."),
    ("Content-Type", "The media type of the body; the boundary of a multipart form is not compared."),
    ("If-Match", "The entity tag that a change depends on."),
    ("If-None-Match", "The entity tag that the caller has."),
    ("Prefer", "How the server should process the request."),
    ("Range", "The part of the content to return."),
    ("X-Requested-With", "The mark of a request that a script sends."),
]);
