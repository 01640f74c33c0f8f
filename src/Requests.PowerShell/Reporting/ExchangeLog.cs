using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Writes a line for each request and response to the verbose stream, and their headers to the debug stream; secrets are masked, bodies are never written.</summary>
internal sealed class ExchangeLog(PSCmdlet cmdlet) : IExchangeObserver
{
    // So many redirects are remembered; with -ThrottleLimit those of several exchanges are under way.
    private const int MostRedirects = 100;

    private readonly Queue<ExchangeRedactor> _redirected = new();

    // With -Debug alone PowerShell asks at each verbose line whether to go on.
    private readonly bool _asks = IsBound(cmdlet, "Debug") == true && IsBound(cmdlet, "Verbose") is null;

    /// <summary>Whether anybody would see the log.</summary>
    /// <param name="cmdlet">The cmdlet that would write it.</param>
    internal static bool IsWanted(PSCmdlet cmdlet) =>
        IsOn(cmdlet, "Verbose", "VerbosePreference") || IsOn(cmdlet, "Debug", "DebugPreference");

    public void Sending(PreparedRequest request)
    {
        WriteLine($"{request.Method} {WithoutEarlier(UrlRedactor.Redact(request.Url))}");
        WriteHeaders('>', request.Headers, ExchangeRedactor.Create(request));
    }

    public void Received(Response response)
    {
        var secrets = ExchangeRedactor.Create(response);
        var size = response.Headers["Content-Length"] is { } length ? $", {length} bytes" : "";
        WriteLine(string.Create(CultureInfo.InvariantCulture, $"{response.StatusCode} {secrets.Redact(response.Reason)}{size} in {response.Elapsed.TotalMilliseconds:0} ms"));
        WriteHeaders('<', response.Headers, secrets);
        if (!response.IsRedirect) return;
        _redirected.Enqueue(secrets);
        if (_redirected.Count > MostRedirects) _redirected.Dequeue();
    }

    public void Read(Response response)
    {
        // A body may repeat whatever the request sent: Format-Exchange shows it to who asks.
    }

    public void Waiting(RetryWait wait)
    {
        var why = wait.Failed.Error?.Message ?? string.Create(CultureInfo.InvariantCulture, $"the status is {wait.Failed.StatusCode}");
        WriteLine(string.Create(CultureInfo.InvariantCulture, $"Attempt {wait.Next - 1} failed: {why.TrimEnd('.')}. {wait}"));
    }

    public void CookiesDropped(Response response, int count, int limit) =>
        WriteLine(string.Create(CultureInfo.InvariantCulture, $"{UrlRedactor.Redact(response.Url)} set too many cookies: the session keeps {limit} of a domain and dropped the oldest ({count})"));

    public void Ignored(Response response, string reason) => WriteLine($"{UrlRedactor.Redact(response.Url)}: {reason.TrimEnd('.')}");

    /// <summary>Whether a stream is shown: the common parameter of this name, or the preference variable.</summary>
    internal static bool IsOn(PSCmdlet cmdlet, string parameter, string preference)
    {
        if (IsBound(cmdlet, parameter) is { } bound) return bound;
        return cmdlet.GetVariableValue(preference) is { } value && LanguagePrimitives.TryConvertTo<ActionPreference>(value, System.Globalization.CultureInfo.InvariantCulture, out var action) && action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }

    private static bool? IsBound(PSCmdlet cmdlet, string parameter) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var bound) ? bound is SwitchParameter { IsPresent: true } : null;

    /// <summary>A text without what earlier requests of a redirect held as secrets: the server chose the URL, and may repeat them in it.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    private string? WithoutEarlier(string? text) => text is null ? null : _redirected.Aggregate(text, static (masked, secrets) => secrets.Redact(masked));

    private void WriteLine(string line)
    {
        line = VisibleText.EscapeLine(line);
        if (_asks) cmdlet.WriteDebug(line);
        else cmdlet.WriteVerbose(line);
    }

    private void WriteHeaders(char direction, HeaderDictionary headers, ExchangeRedactor secrets)
    {
        foreach (var (name, value) in headers) cmdlet.WriteDebug(VisibleText.EscapeLine($"{direction} {name}: {ExchangeRedactor.RedactHeader(name, WithoutEarlier(value), secrets)}"));
    }
}
