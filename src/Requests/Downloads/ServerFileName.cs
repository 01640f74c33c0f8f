using System.Text;

namespace Requests;

/// <summary>The file name that a server suggests, made safe: a name alone, on every system, that leads nowhere else.</summary>
/// <remarks>RFC 6266 section 4.3; RFC 8187.</remarks>
internal static class ServerFileName
{
    private const int LongestInBytes = 240;
    private const string Fallback = "download";

    private static readonly string[] Joints = [", attachment", ", inline", ", form-data"];
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM", "LPT"];

    /// <summary>The name from Content-Disposition, else from the end of the URL's path.</summary>
    /// <param name="response">The answer.</param>
    internal static string GetFileName(Response response) =>
        Safe(FromDisposition(response.Headers.GetValues("Content-Disposition") is [var first, ..] ? first : null)) ?? Safe(FromUrl(response.Url)) ?? Fallback;

    /// <summary>Whether a name is the last segment of the URL that the caller gave. Any other is the server's own choice.</summary>
    /// <param name="name">The name that <see cref="GetFileName"/> gave.</param>
    /// <param name="response">The response.</param>
    internal static bool IsCallers(string name, Response response)
    {
        var first = response.History is [var oldest, ..] ? oldest.Request : response.Request;
        return name == Safe(FromUrl(first.CallerUrl ?? first.Url));
    }

    /// <summary>A name that is safe everywhere, or null when nothing is left of it.</summary>
    /// <param name="name">A name as a stranger wrote it.</param>
    internal static string? Safe(string? name)
    {
        if (name is null) return null;
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Surrogate) continue;
            kept.Append(rune.Value is '<' or '>' or ':' or '"' or '|' or '?' or '*' ? "_" : rune.ToString());
        }

        var safe = Shorten(TrimEnd(TrimStart(kept.ToString())));
        if (safe.Length == 0) return null;
        return IsDevice(safe) ? Shorten($"_{safe}") : safe;
    }

    /// <summary>The name in a header. Of several headers, or of several joined by a comma, the first counts.</summary>
    private static string? FromDisposition(string? disposition)
    {
        string? plain = null;
        foreach (var (name, listed) in HeaderParameters.Parse(disposition ?? "", ';'))
        {
            var value = First(listed);
            if (name.Equals("filename*", StringComparison.OrdinalIgnoreCase) && HeaderParameters.DecodeExtended(value) is { } extended) return extended;
            if (name.Equals("filename", StringComparison.OrdinalIgnoreCase)) plain ??= value;
        }

        return plain is null ? null : Latin1.AsUtf8(plain);
    }

    /// <summary>The value before what another header, joined by a comma, begins with.</summary>
    private static string? First(string? value)
    {
        if (value is null) return null;
        if (value.StartsWith('"')) return HeaderParameters.Unquote(value[..(EndOfQuotes(value) + 1)]);
        foreach (var comma in Joints)
        {
            if (value.EndsWith(comma, StringComparison.OrdinalIgnoreCase)) return value[..^comma.Length].TrimEnd();
        }

        return value;
    }

    private static int EndOfQuotes(string value)
    {
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == '\\') i++;
            else if (value[i] == '"') return i;
        }

        return value.Length - 1;
    }

    private static string FromUrl(string url)
    {
        var path = UrlParts.Parse(url).Path;
        return Encoding.UTF8.GetString(PercentEncoding.DecodeBytes(path[(path.LastIndexOf('/') + 1)..]));
    }

    /// <summary>Names of devices that Windows sees with any extension.</summary>
    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0].TrimEnd();
        return Array.Exists(Devices, device => stem.Equals(device, StringComparison.OrdinalIgnoreCase)
            || (device is "COM" or "LPT" && stem.Length == 4 && stem.StartsWith(device, StringComparison.OrdinalIgnoreCase) && (char.IsAsciiDigit(stem[3]) || stem[3] is '¹' or '²' or '³')));
    }

    /// <summary>A name without the blanks and dots at its start, which hide a file.</summary>
    private static string TrimStart(string name)
    {
        var start = 0;
        while (start < name.Length && (name[start] == '.' || char.IsWhiteSpace(name[start]))) start++;
        return name[start..];
    }

    /// <summary>A name without the blanks and dots at its end, which Windows drops.</summary>
    private static string TrimEnd(string name)
    {
        var end = name.Length;
        while (end > 0 && (name[end - 1] == '.' || char.IsWhiteSpace(name[end - 1]))) end--;
        return name[..end];
    }

    /// <summary>The stem loses what is too much; the extension stays.</summary>
    private static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= LongestInBytes) return name;
        var extension = Path.GetExtension(name) is { Length: < 20 } known ? known : "";
        var stem = name[..^extension.Length];
        var left = LongestInBytes - Encoding.UTF8.GetByteCount(extension);
        var end = 0;
        foreach (var rune in stem.EnumerateRunes())
        {
            if ((left -= rune.Utf8SequenceLength) < 0) break;
            end += rune.Utf16SequenceLength;
        }

        return TrimEnd(stem[..end]) + extension;
    }
}
