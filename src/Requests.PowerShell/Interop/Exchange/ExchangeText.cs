using System.Globalization;

namespace Requests.PowerShell;

/// <summary>An exchange as lines of text, as it goes over the wire: each hop of the history, requests and responses, and where the time went.</summary>
/// <param name="colored">Whether a terminal shows it.</param>
/// <param name="unmasked">Whether secrets are shown.</param>
/// <param name="longestBody">How many characters of a body at most.</param>
internal sealed class ExchangeText(bool colored, bool unmasked, int longestBody)
{
    private const int BarWidth = 40;

    /// <summary>The lines of a response, those that led to it first.</summary>
    /// <param name="response">The response.</param>
    /// <param name="timing">Whether its phases are shown as bars.</param>
    internal IEnumerable<string> Format(Response response, bool timing)
    {
        var hops = response.History.Append(response).ToList();
        var secrets = ExchangeRedactor.Create(response);
        for (var i = 0; i < hops.Count; i++)
        {
            if (i > 0) yield return "";
            foreach (var line in Format(hops[i].Request, hops[i].HttpVersion, secrets).Append("").Concat(Format(hops[i], secrets))) yield return line;
            if (!timing || hops[i].Timings is not { } timings) continue;
            yield return "";
            foreach (var line in Bars(timings)) yield return line;
        }
    }

    /// <summary>The lines of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="version">The version of HTTP that it was sent in; null for one that was not.</param>
    /// <param name="secrets">The secrets of its exchange; null looks for those of the request.</param>
    internal IEnumerable<string> Format(PreparedRequest request, Version? version = null, ExchangeRedactor? secrets = null)
    {
        secrets ??= ExchangeRedactor.Create(request);
        var shown = unmasked ? UrlTarget(request.Url) : secrets.Redact(UrlTarget(UrlRedactor.RedactForView(request.Url)));
        yield return $"{Paint(VisibleText.EscapeLine(request.Method), "1")} {Paint(VisibleText.EscapeLine(shown), "36")} HTTP/{version ?? System.Net.HttpVersion.Version11}";
        if (!request.Headers.ContainsKey("Host") && Uri.TryCreate(request.Url, UriKind.Absolute, out var host)) yield return Header("Host", host.Authority, secrets);
        foreach (var (name, value) in request.Headers) yield return Header(name, value, secrets);
        var body = unmasked && request.Body is BytesBody bytes ? VisibleText.EscapeLines(bytes.GetText()) : BodyPreview.Format(request, longestBody, secrets);
        foreach (var line in Body(body)) yield return line;
    }

    private IEnumerable<string> Format(Response response, ExchangeRedactor secrets)
    {
        yield return $"HTTP/{response.HttpVersion} {Paint(VisibleText.EscapeLine($"{response.StatusCode} {(unmasked ? response.Reason : secrets.Redact(response.Reason))}".TrimEnd()), StatusColor(response.StatusCode))}";
        foreach (var (name, value) in response.Headers) yield return Header(name, value, secrets);
        var body = unmasked && response.IsContentRead ? VisibleText.EscapeLines(response.Text) : BodyPreview.Format(response, longestBody, secrets);
        foreach (var line in Body(body)) yield return line;
    }

    private static IEnumerable<string> Body(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n').Prepend("");

    private string Header(string name, string? value, ExchangeRedactor secrets)
    {
        var shown = unmasked ? value : SensitiveNames.RedactHeader(name, secrets.Redact(value ?? ""));
        return $"{Paint(VisibleText.EscapeLine(name), "36")}: {VisibleText.EscapeLine(shown ?? "")}";
    }

    private IEnumerable<string> Bars(ExchangeTimings timings)
    {
        var phases = new (string Name, TimeSpan? Time)[]
        {
            ("name lookup", timings.NameLookup), ("connect", timings.Connect), ("TLS", timings.Tls), ("first byte", timings.FirstByte), ("body", timings.Body),
        };
        var before = TimeSpan.Zero;
        foreach (var (name, time) in phases)
        {
            if (time is not { } span) continue;
            var start = Place(before, timings.Total);
            var width = Math.Max(1, Place(before + span, timings.Total) - start);
            yield return $"{name,-12}{Milliseconds(span)}  {new string(' ', Math.Min(start, BarWidth - 1))}{Paint(new string('#', width), "34")}";
            before += span;
        }

        yield return $"{"total",-12}{Milliseconds(timings.Total)}";
    }

    private static int Place(TimeSpan time, TimeSpan total) => total <= TimeSpan.Zero ? 0 : (int)Math.Round(time / total * BarWidth);

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds,9:0.0} ms");

    private static string StatusColor(int status) => status switch
    {
        >= 400 => "91",
        >= 300 => "93",
        _ => "92",
    };

    private static string UrlTarget(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3) return url;
        var path = url.AsSpan(start).IndexOfAny('/', '?');
        if (path < 0) return "/";
        var target = url[(start + path)..].Split('#')[0];
        return target.StartsWith('/') ? target : $"/{target}";
    }

    private string Paint(string text, string code) => colored ? $"\e[{code}m{text}\e[0m" : text;
}
