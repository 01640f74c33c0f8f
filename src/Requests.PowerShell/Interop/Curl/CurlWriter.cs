using System.Text;

namespace Requests.PowerShell;

/// <summary>A prepared request as a command for curl, to the byte where curl can.</summary>
internal static class CurlWriter
{
    private const int LargestBody = 1024 * 1024;

    // What curl writes by itself.
    private static readonly string[] OwnHeaders = ["Content-Length", "Connection"];

    /// <summary>The command, for a POSIX shell.</summary>
    /// <param name="request">The request.</param>
    /// <param name="unmasked">Whether secrets are in it.</param>
    /// <exception cref="RequestException">Its body can be read once only, or is too large for a command.</exception>
    internal static string Write(PreparedRequest request, bool unmasked)
    {
        var before = "";
        var words = new List<string> { "curl" };
        var secrets = unmasked ? null : ExchangeRedactor.Create(request);
        var url = secrets?.Redact(UrlRedactor.RedactForView(request.Url)) ?? request.Url;
        if (request.Method == "HEAD") words.Add("--head");
        else if (request.Method != (request.Body is null ? "GET" : "POST")) words.Add($"--request {ShellWords.Quote(request.Method)}");
        if (url.AsSpan().IndexOfAny("[]{}") >= 0) words.Add("--globoff");
        words.Add(url.StartsWith('-') ? $"--url {ShellWords.Quote(url)}" : ShellWords.Quote(url));
        words.AddRange(Headers(request, secrets));
        if (request.Headers["Accept-Encoding"] is not null) words.Add("--compressed");
        if (request.Body is { } body) words.Add(Data(request, body, unmasked, ref before));
        return before + string.Join(" ", words);
    }

    private static IEnumerable<string> Headers(PreparedRequest request, ExchangeRedactor? secrets)
    {
        foreach (var (name, value) in request.Headers)
        {
            if (OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            var shown = secrets is null ? value : ExchangeRedactor.RedactHeader(name, value, secrets);
            yield return $"--header {ShellWords.Quote(string.IsNullOrEmpty(shown) ? $"{name};" : $"{name}: {shown}")}";
        }

        // What curl would add of its own.
        foreach (var name in (string[])["User-Agent", "Accept"])
        {
            if (!request.Headers.ContainsKey(name)) yield return $"--header '{name}:'";
        }

        if (request.Body is not null && !request.Headers.ContainsKey("Content-Type")) yield return "--header 'Content-Type:'";
    }

    private static string Data(PreparedRequest request, RequestBody body, bool unmasked, ref string before)
    {
        if (body is FileBody file) return $"--data-binary {ShellWords.Quote($"@{file.FilePath}")}";
        if (!body.CanRewind || body.Length is null or > LargestBody) throw new InvalidBodyException("The body is no text of a moderate size: it is read while it is sent, or too large for a command.");
        var bytes = RequestMembers.GetBytes(body);
        if (IsText(bytes))
        {
            var text = Encoding.UTF8.GetString(bytes);
            return $"--data-raw {ShellWords.Quote(unmasked ? text : BodyRedactor.Redact(text, request.Headers["Content-Type"], ExchangeRedactor.Create(request)))}";
        }

        // A form with a file in it may have a password as well: what is not text cannot be masked by its names.
        if (!unmasked) return $"--data-binary {ShellWords.Quote($"({bytes.Length} bytes of {request.Headers["Content-Type"] ?? "unknown type"})")}";
        before = $"printf %s {ShellWords.Quote(Convert.ToBase64String(bytes))} | base64 -d | ";
        return "--data-binary @-";
    }

    private static bool IsText(byte[] bytes)
    {
        try
        {
            return !new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).Contains('\0', StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
