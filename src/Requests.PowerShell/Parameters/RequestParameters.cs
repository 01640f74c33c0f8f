using System.Management.Automation;
using System.Management.Automation.Host;

namespace Requests.PowerShell;

/// <summary>Represents the parameters that define the content of a request, before conversion.</summary>
internal sealed class RequestParameters
{
    internal object? Method { get; set; } = "GET";

    internal object? Params { get; set; }

    internal object? Headers { get; set; }

    internal object? Data { get; set; }

    internal Optional<object?>? Json { get; set; }

    internal object? Files { get; set; }

    internal Optional<object?>? InFile { get; set; }

    internal object? ContentType { get; set; }

    internal object? Compress { get; set; }

    internal object? Cookies { get; set; }

    internal Optional<object?>? Auth { get; set; }

    internal object? Credential { get; set; }

    internal Optional<object?>? Hooks { get; set; }

    /// <summary>Returns an error message if bound parameters exclude each other, or null.</summary>
    /// <param name="takesBodies">Whether the pipeline can have bodies; the default is false.</param>
    internal string? FindConflict(bool takesBodies = false)
    {
        if (Auth is { Value: not null } && PSValue.Unwrap(Credential) is not null)
        {
            return "-Auth and -Credential exclude each other: use one of them.";
        }

        var hasParts = Data is not null || Files is not null;
        if (Compress is not null && !takesBodies && Json is null && !hasParts && InFile is null)
        {
            return "-Compress compresses a body: add -Data, -Json, -Files or -InFile.";
        }

        if (Json is not null && (hasParts || InFile is not null)) return "-Json is the whole body: leave out -Data, -Files and -InFile.";
        return InFile is not null && hasParts ? "-InFile is a whole body: leave out -Data and -Files." : null;
    }

    /// <summary>Gets the method as text, for the error record of a request that cannot be created.</summary>
    internal string ShownMethod => PSValue.Unwrap(Method) as string ?? "";

    /// <summary>Returns the method.</summary>
    /// <exception cref="InvalidParameterException">The method is not text.</exception>
    internal string ToMethod() => ToMethod(Method);

    /// <summary>Converts to a method.</summary>
    /// <param name="value">One word.</param>
    /// <exception cref="InvalidParameterException">The value is not text.</exception>
    internal static string ToMethod(object? value)
    {
        const string form = "one word, such as GET";
        return TextConverter.ToStrictText(value, "Method", form) is { } method && !string.IsNullOrWhiteSpace(method)
            ? method
            : throw ParameterErrors.Invalid("Method", value, form);
    }

    /// <summary>Creates the request.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="input">A body from the pipeline, or null.</param>
    /// <param name="fullPath">A function that resolves a path to a full path; null is enough without InFile.</param>
    /// <param name="host">The PowerShell host, which prompts for a password if -Credential is a user name.</param>
    /// <exception cref="RequestException">A parameter has a value that cannot be used.</exception>
    internal Request ToRequest(string url, object? input, Func<string, string>? fullPath, PSHost host) => new(ToMethod(), url)
    {
        Params = ValueConverter.ToParams(Params),
        Headers = ToHeaders(),
        Body = Encode(ToBody(input, fullPath)),
        Cookies = ValueConverter.ToCookies(Cookies),
        Auth = ValueConverter.ToAuth(Auth?.Value) ?? ValueConverter.ToAuth(ToCredential(host)) ?? (Auth is not null ? AuthBase.None : null),
        Hooks = HooksConverter.ToHooks(Hooks?.Value) ?? (Hooks is not null ? new RequestHooks([], [], []) : null),
    };

    /// <summary>Converts the credential once, so that the host prompts for a password only once per command.</summary>
    private PSCredential? ToCredential(PSHost host)
    {
        var credential = CredentialConverter.ToCredential(Credential, host);
        Credential = credential;
        return credential;
    }

    private HeaderDictionary? ToHeaders()
    {
        var headers = ValueConverter.ToHeaders(Headers);
        var type = TextConverter.ToStrictText(ContentType, "ContentType", "a media type such as text/plain");
        if (string.IsNullOrWhiteSpace(type)) return headers;
        headers ??= [];
        headers["Content-Type"] = type;
        return headers;
    }

    private RequestBody? Encode(RequestBody? body) =>
        BodyConverter.ToCoding(Compress) is { } coding && body is not null ? new CompressedBody(body, coding) : body;

    private RequestBody? ToBody(object? input, Func<string, string>? fullPath)
    {
        if (input is not null && (Json is not null || Data is not null || Files is not null || InFile is not null))
        {
            throw new InvalidBodyException("The pipeline and a parameter both specify a body: use one of them.");
        }

        if (Json is { } json) return new JsonBody(JsonObjectWriter.Write(json.Value));
        if (InFile is { } file)
        {
            ArgumentNullException.ThrowIfNull(fullPath);
            return new FileBody(fullPath(ToPath(file.Value)));
        }

        if (Files is not null && FileConverter.ToFiles(Files) is { Count: > 0 } files)
        {
            return new MultipartBody(BodyConverter.ToFields(Data), files);
        }

        return input is null ? BodyConverter.ToBody(Data, "Data") : BodyConverter.ToBody(input, "InputObject");
    }

    private static string ToPath(object? value) => PSValue.Unwrap(value) switch
    {
        FileInfo file => file.FullName,
        string path when !string.IsNullOrWhiteSpace(path) => path,
        _ => throw ParameterErrors.Invalid("InFile", value, "the path of a file"),
    };
}
