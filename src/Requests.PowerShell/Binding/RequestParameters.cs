using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The parameters that make a request, as they were given.</summary>
internal sealed class RequestParameters
{
    private bool _hasJson;
    private bool _hasAuth;
    private bool _hasHooks;

    internal string Method { get; set; } = "GET";

    internal object? Params { get; set; }

    internal object? Headers { get; set; }

    internal object? Data { get; set; }

    internal object? Json { get; private set; }

    internal object? Files { get; set; }

    internal string? InFile { get; set; }

    internal string? ContentType { get; set; }

    internal object? Cookies { get; set; }

    internal object? Auth { get; private set; }

    internal PSCredential? Credential { get; set; }

    internal object? Hooks { get; private set; }

    /// <summary>Null is a value of JSON too.</summary>
    internal void SetJson(object? value)
    {
        Json = value;
        _hasJson = true;
    }

    /// <summary>Null is no authentication, also where the session has one.</summary>
    internal void SetAuth(object? value)
    {
        Auth = value;
        _hasAuth = true;
    }

    /// <summary>Null is no hooks, also where the session has some.</summary>
    internal void SetHooks(object? value)
    {
        Hooks = value;
        _hasHooks = true;
    }

    /// <summary>Which parameters exclude each other, or null.</summary>
    internal string? FindConflict()
    {
        if (Auth is not null && Credential is not null) return "-Auth and -Credential exclude each other: use one of them.";
        if (_hasJson && (Data is not null || Files is not null || InFile is not null)) return "-Json is a whole body: leave out -Data, -Files and -InFile.";
        return InFile is not null && (Data is not null || Files is not null) ? "-InFile is a whole body: leave out -Data and -Files." : null;
    }

    /// <summary>The request.</summary>
    /// <param name="url">Its URL.</param>
    /// <param name="input">A body from the pipeline, or null.</param>
    /// <param name="fullPath">Resolves a path.</param>
    /// <exception cref="RequestException">A parameter has a form that cannot be used.</exception>
    internal Request ToRequest(string url, object? input, Func<string, string> fullPath) => new(Method, url)
    {
        Params = Forms.ToParams(Params),
        Headers = ToHeaders(),
        Body = ToBody(input, fullPath),
        Cookies = Forms.ToCookies(Cookies),
        Auth = Forms.ToAuth(Auth) ?? Forms.ToAuth(Credential) ?? (_hasAuth ? AuthBase.None : null),
        Hooks = Forms.ToHooks(Hooks) ?? (_hasHooks ? new RequestHooks([], []) : null),
    };

    private HeaderDictionary? ToHeaders()
    {
        var headers = Forms.ToHeaders(Headers);
        if (ContentType is null || headers?.ContainsKey("Content-Type") == true) return headers;
        headers ??= [];
        headers["Content-Type"] = ContentType;
        return headers;
    }

    private RequestBody? ToBody(object? input, Func<string, string> fullPath)
    {
        if (input is not null && (_hasJson || Data is not null || Files is not null || InFile is not null)) throw new InvalidBodyException("A body comes down the pipeline and another is given as parameter: leave one out.");
        if (_hasJson) return new JsonBody(JsonObjectWriter.Write(Json));
        if (InFile is not null) return new FileBody(fullPath(InFile));
        if (Files is null || FileForms.ToFiles(Files) is not { Count: > 0 } files) return BodyForms.ToBody(input ?? Data);
        return new MultipartBody(BodyForms.ToFields(Data), files);
    }
}
