using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Writes a line for each request and response to the verbose stream, and their headers to the debug stream. Secrets are redacted; bodies
/// are not written.
/// </summary>
internal sealed class ExchangeLog(RequestCmdlet cmdlet) : IExchangeObserver
{
    // The number of redirects whose secrets are kept; with -ThrottleLimit they belong to several exchanges.
    private const int MaximumRedirects = 100;

    private readonly Queue<ExchangeRedactor> _redirected = new();

    // With -Debug alone PowerShell prompts for confirmation at each verbose line.
    private readonly bool _prompts = IsBound(cmdlet, "Debug") == true && IsBound(cmdlet, "Verbose") is null;

    /// <summary>Returns whether the verbose or the debug stream is shown.</summary>
    /// <param name="cmdlet">The cmdlet that writes the log.</param>
    internal static bool IsWanted(PSCmdlet cmdlet) =>
        IsOn(cmdlet, "Verbose", "VerbosePreference") || IsOn(cmdlet, "Debug", "DebugPreference");

    public void Sending(PreparedRequest request)
    {
        WriteLine($"{request.Method} {RedactEarlier(UrlRedactor.Redact(request.Url))}");
        WriteHeaders('>', request.Headers, ExchangeRedactor.Create(request));
    }

    public void Connecting(PreparedRequest request, string target) => WriteLine($"The connection leads to {target}.");

    public void Received(Response response)
    {
        var secrets = ExchangeRedactor.Create(response);
        var size = response.Headers["Content-Length"] is { } length ? $", {length} bytes" : "";
        WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{response.StatusCode} {secrets.Redact(response.Reason)}{size} in {response.Elapsed.TotalMilliseconds:0} ms"));
        WriteHeaders('<', response.Headers, secrets);
        if (!response.IsRedirect) return;
        _redirected.Enqueue(secrets);
        if (_redirected.Count > MaximumRedirects) _redirected.Dequeue();
    }

    public void Reused(Response response)
    {
        var url = RedactEarlier(UrlRedactor.Redact(response.Url));
        WriteLine(string.Create(CultureInfo.InvariantCulture, $"{response.StatusCode} of the cache for {url}: {response.CacheStatus}"));
    }

    public void Read(Response response)
    {
        // A body may repeat secrets of the request; Format-Exchange shows bodies on request. Trailer fields are written as headers are.
        if (response.Trailers is { Count: > 0 } trailers) WriteHeaders('<', trailers, ExchangeRedactor.Create(response));
    }

    public void Waiting(RetryWait wait)
    {
        var reason = wait.Failed.Error?.Message ?? string.Create(CultureInfo.InvariantCulture, $"the status is {wait.Failed.StatusCode}");
        WriteLine(string.Create(CultureInfo.InvariantCulture, $"Attempt {wait.Next - 1} failed: {reason.TrimEnd('.')}. {wait}"));
    }

    public void Polling(PollWait wait) => WriteLine($"{wait.Url}: {wait}");

    public void Waiting(RateLimitWait wait) => WriteLine($"{wait}");

    public void CookiesDropped(Response response, int count, int limit)
    {
        var url = UrlRedactor.Redact(response.Url);
        WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{url} set too many cookies: the session keeps {limit} of a domain and dropped the oldest ({count})"));
    }

    public void Ignored(Response response, string reason) => WriteLine($"{UrlRedactor.Redact(response.Url)}: {reason.TrimEnd('.')}");

    public void Kept(PreparedRequest request, string path, string reason) => WriteLine($"{path} is kept: {reason}");

    /// <summary>Returns whether a stream is shown, as the common parameter or else the preference variable specifies.</summary>
    /// <param name="cmdlet">The cmdlet that writes to the stream.</param>
    /// <param name="parameter">The name of the common parameter.</param>
    /// <param name="preference">The name of the preference variable.</param>
    internal static bool IsOn(PSCmdlet cmdlet, string parameter, string preference)
    {
        if (IsBound(cmdlet, parameter) is { } bound) return bound;
        return cmdlet.GetVariableValue(preference) is { } value
            && LanguagePrimitives.TryConvertTo<ActionPreference>(value, CultureInfo.InvariantCulture, out var action)
            && action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }

    private static bool? IsBound(PSCmdlet cmdlet, string parameter) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var bound) ? bound is SwitchParameter { IsPresent: true } : null;

    /// <summary>
    /// Redacts the secrets of earlier requests of a redirect in a text, because the server sets the URL of the redirect and may repeat
    /// them.
    /// </summary>
    [return: NotNullIfNotNull(nameof(text))]
    private string? RedactEarlier(string? text) =>
        text is null ? null : _redirected.Aggregate(text, static (redacted, secrets) => secrets.Redact(redacted));

    private void WriteLine(string line)
    {
        line = VisibleText.EscapeLine(line);
        if (_prompts) cmdlet.WriteDebug(line);
        else cmdlet.WriteVerbose(line);
    }

    private void WriteHeaders(char direction, HeaderDictionary headers, ExchangeRedactor secrets)
    {
        foreach (var (name, value) in headers)
        {
            var shown = ExchangeRedactor.RedactHeader(name, RedactEarlier(value), secrets);
            cmdlet.WriteDebug(VisibleText.EscapeLine($"{direction} {name}: {shown}"));
        }
    }
}
