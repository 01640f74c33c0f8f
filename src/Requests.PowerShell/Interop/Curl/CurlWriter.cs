using System.Text;

namespace Requests.PowerShell;

/// <summary>Writes a prepared request as a curl command that sends the same bytes as far as curl allows it.</summary>
internal static class CurlWriter
{
    private const int LargestBody = 1024 * 1024;

    // Headers that curl adds itself.
    private static readonly string[] OwnHeaders = ["Content-Length", "Connection"];

    /// <summary>Writes the command for a POSIX shell.</summary>
    /// <param name="request">The request.</param>
    /// <param name="unmasked">True to include secrets; false to redact them.</param>
    /// <exception cref="RequestException">The body can be read only once, or has more than 1 MiB.</exception>
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

        // Without these options curl would add the headers.
        foreach (var name in (string[])["User-Agent", "Accept"])
        {
            if (!request.Headers.ContainsKey(name)) yield return $"--header '{name}:'";
        }

        if (request.Body is not null && !request.Headers.ContainsKey("Content-Type")) yield return "--header 'Content-Type:'";
    }

    private static string Data(PreparedRequest request, RequestBody body, bool unmasked, ref string before)
    {
        if (body is CompressedBody compressed) return Compress(request, compressed, unmasked, ref before);
        if (body is FileBody file) return $"--data-binary {ShellWords.Quote($"@{file.FilePath}")}";
        if (!body.CanRewind || body.Length is null or > LargestBody)
        {
            throw new InvalidBodyException(
                "The body is not a text of moderate size: it is read while it is sent, or too large for a command.");
        }

        var bytes = RequestMembers.GetBytes(body);
        if (IsText(bytes))
        {
            var text = Encoding.UTF8.GetString(bytes);
            var shown = unmasked ? text : BodyRedactor.Redact(text, request.Headers["Content-Type"], ExchangeRedactor.Create(request));
            return $"--data-raw {ShellWords.Quote(shown)}";
        }

        // A body that is not text, such as a form with a file, may contain a password that cannot be found by its name.
        if (!unmasked)
        {
            var description = $"({bytes.Length} bytes of {request.Headers["Content-Type"] ?? "unknown type"})";
            return $"--data-binary {ShellWords.Quote(description)}";
        }

        before = $"printf %s {ShellWords.Quote(Convert.ToBase64String(bytes))} | base64 -d | ";
        return "--data-binary @-";
    }

    /// <summary>Writes a body that another program compresses, because curl cannot.</summary>
    private static string Compress(PreparedRequest request, CompressedBody compressed, bool unmasked, ref string before)
    {
        const string input = "--data-binary @-";
        var tool = compressed.Coding switch { "gzip" => "gzip -c", "br" => "brotli -c", "zstd" => "zstd -c", _ => "pigz -z -c" };
        var data = Data(request, compressed.Body, unmasked, ref before);
        if (compressed.Body is FileBody file) before = $"{tool} < {ShellWords.Quote(file.FilePath)} | ";
        else if (data == input) before = $"{before}{tool} | ";
        else before = $"printf %s {data[(data.IndexOf(' ', StringComparison.Ordinal) + 1)..]} | {tool} | ";
        return input;
    }

    private static bool IsText(byte[] bytes)
    {
        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            return !strict.GetString(bytes).Contains('\0', StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
