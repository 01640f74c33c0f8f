using System.Globalization;
using System.Net;

namespace Requests.PowerShell;

/// <summary>
/// Formats an exchange as lines of text in the format of HTTP/1.1: each request and response of the history, and the time of each phase.
/// </summary>
/// <param name="colored">True to add colors for a terminal.</param>
/// <param name="unmasked">True to show secrets; false to redact them.</param>
/// <param name="longestBody">The maximum number of characters of a body.</param>
internal sealed class ExchangeText(bool colored, bool unmasked, int longestBody)
{
    private const int BarWidth = 40;

    /// <summary>Formats a response after the exchanges of its history.</summary>
    /// <param name="response">The response.</param>
    /// <param name="timing">True to show the phases as bars.</param>
    /// <param name="connection">True to show the connection of each exchange before it.</param>
    internal IEnumerable<string> Format(Response response, bool timing, bool connection = false)
    {
        var hops = response.History.Append(response).ToList();
        var secrets = ExchangeRedactor.Create(response);
        for (var i = 0; i < hops.Count; i++)
        {
            if (i > 0) yield return "";
            foreach (var line in connection ? FormatConnection(hops[i].Connection) : []) yield return line;
            foreach (var line in Format(hops[i].Request, hops[i].HttpVersion, secrets)) yield return line;
            yield return "";
            foreach (var line in Format(hops[i], secrets)) yield return line;
            if (!timing || hops[i].Timings is not { } timings) continue;
            yield return "";
            foreach (var line in FormatTimings(timings)) yield return line;
        }
    }

    /// <summary>Formats a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="version">The version of HTTP of the exchange; null (the default) for a request that has not been sent.</param>
    /// <param name="secrets">The secrets of the exchange; null (the default) for those of the request.</param>
    internal IEnumerable<string> Format(PreparedRequest request, Version? version = null, ExchangeRedactor? secrets = null)
    {
        secrets ??= ExchangeRedactor.Create(request);
        var shown = unmasked ? ToOriginForm(request.Url) : secrets.Redact(ToOriginForm(UrlRedactor.RedactForView(request.Url)));
        var method = Paint(VisibleText.EscapeLine(request.Method), "1");
        yield return $"{method} {Paint(VisibleText.EscapeLine(shown), "36")} HTTP/{version ?? HttpVersion.Version11}";
        if (!request.Headers.ContainsKey("Host") && Uri.TryCreate(request.Url, UriKind.Absolute, out var host))
        {
            yield return Header("Host", host.Authority, secrets);
        }

        foreach (var (name, value) in request.Headers) yield return Header(name, value, secrets);
        var body = unmasked && CompressedBody.Unwrap(request.Body) is BytesBody bytes
            ? VisibleText.EscapeLines(bytes.GetText())
            : BodyPreview.Format(request, longestBody, secrets);
        foreach (var line in GetBodyLines(body)) yield return line;
    }

    /// <summary>Formats a request whose exchange failed, after its connection.</summary>
    /// <param name="request">The request.</param>
    /// <param name="connection">The connection, or null.</param>
    internal IEnumerable<string> Format(PreparedRequest request, ConnectionInfo? connection) =>
        FormatConnection(connection).Concat(Format(request));

    private IEnumerable<string> FormatConnection(ConnectionInfo? connection) =>
        connection is null ? [] : ConnectionText.Format(connection).Select(line => Paint(line, "90"));

    private IEnumerable<string> Format(Response response, ExchangeRedactor secrets)
    {
        var reason = unmasked ? response.Reason : secrets.Redact(response.Reason);
        var status = VisibleText.EscapeLine($"{response.StatusCode} {reason}".TrimEnd());
        yield return $"HTTP/{response.HttpVersion} {Paint(status, StatusColor(response.StatusCode))}";
        foreach (var (name, value) in response.Headers) yield return Header(name, value, secrets);
        var body = unmasked && response.IsContentRead
            ? VisibleText.EscapeLines(response.Text)
            : BodyPreview.Format(response, longestBody, secrets);
        foreach (var line in GetBodyLines(body)) yield return line;
        if (response.Trailers is not { Count: > 0 } trailers) yield break;
        yield return "";
        foreach (var (name, value) in trailers) yield return Header(name, value, secrets);
    }

    private static IEnumerable<string> GetBodyLines(string text) =>
        text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n').Prepend("");

    private string Header(string name, string? value, ExchangeRedactor secrets)
    {
        var shown = unmasked ? value : ExchangeRedactor.RedactHeader(name, value ?? "", secrets);
        return $"{Paint(VisibleText.EscapeLine(name), "36")}: {VisibleText.EscapeLine(shown ?? "")}";
    }

    private IEnumerable<string> FormatTimings(ExchangeTimings timings)
    {
        var phases = new (string Name, TimeSpan? Time)[]
        {
            ("rate limit", timings.RateLimit),
            ("name lookup", timings.NameLookup),
            ("connect", timings.Connect),
            ("TLS", timings.Tls),
            ("first byte", timings.FirstByte),
            ("body", timings.Body),
        };
        var before = TimeSpan.Zero;
        foreach (var (name, time) in phases)
        {
            if (time is not { } span) continue;
            var start = GetColumn(before, timings.Total);
            var width = Math.Max(1, GetColumn(before + span, timings.Total) - start);
            var indent = new string(' ', Math.Min(start, BarWidth - 1));
            yield return $"{name,-12}{Milliseconds(span)}  {indent}{Paint(new string('#', width), "34")}";
            before += span;
        }

        yield return $"{"total",-12}{Milliseconds(timings.Total)}";
    }

    private static int GetColumn(TimeSpan time, TimeSpan total) => total <= TimeSpan.Zero ? 0 : (int)Math.Round(time / total * BarWidth);

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds,9:0.0} ms");

    private static string StatusColor(int status) => status switch
    {
        >= 400 => "91",
        >= 300 => "93",
        _ => "92",
    };

    private static string ToOriginForm(string url) => url.Contains("://", StringComparison.Ordinal) ? UrlParts.GetOriginForm(url) : url;

    private string Paint(string text, string code) => colored ? $"\e[{code}m{text}\e[0m" : text;
}
