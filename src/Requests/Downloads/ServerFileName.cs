using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>Makes the file name that a server suggests safe: a name without a path that is valid on all systems.</summary>
/// <remarks>RFC 6266 section 4.3; RFC 8187.</remarks>
internal static class ServerFileName
{
    private const int MaximumBytes = 240;
    private const string Fallback = "download";

    private static readonly string[] NextHeaders = [", attachment", ", inline", ", form-data"];
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM", "LPT"];

    /// <summary>Gets the name from Content-Disposition, else from the end of the URL's path, else <c>download</c>.</summary>
    /// <param name="response">The response.</param>
    internal static string GetFileName(Response response)
    {
        var disposition = response.Headers.GetValues("Content-Disposition") is [var first, ..] ? first : null;
        return Sanitize(FromDisposition(disposition)) ?? Sanitize(FromUrl(response.Url)) ?? Fallback;
    }

    /// <summary>
    /// Returns whether a name is the last segment of the URL that the caller gave. Any other name is the server's choice.
    /// </summary>
    /// <param name="name">The result of <see cref="GetFileName"/>.</param>
    /// <param name="response">The response.</param>
    internal static bool IsFromCallerUrl(string name, Response response)
    {
        var first = response.History is [var oldest, ..] ? oldest.Request : response.Request;
        return name == FromCallerUrl(first.CallerUrl ?? first.Url);
    }

    /// <summary>Gets the name at the end of the URL that the caller gave; null when it has none.</summary>
    /// <param name="url">The URL.</param>
    internal static string? FromCallerUrl(string url) => Sanitize(FromUrl(url));

    /// <summary>Makes a name safe on all systems; null when no character is left.</summary>
    /// <param name="name">The name as the server wrote it, or null.</param>
    internal static string? Sanitize(string? name)
    {
        if (name is null) return null;
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Surrogate) continue;
            kept.Append(rune.Value is '<' or '>' or ':' or '"' or '|' or '?' or '*' ? "_" : rune.ToString());
        }

        var safe = Shorten(TrimEnd(TrimStart(kept.ToString())));
        if (safe.Length == 0) return null;
        return IsDevice(safe) ? Shorten($"_{safe}") : safe;
    }

    /// <summary>Gets the name of a header. Of several headers, or of several joined by a comma, the first is used.</summary>
    private static string? FromDisposition(string? disposition)
    {
        string? plain = null;
        foreach (var (name, joined) in HeaderParameters.Parse(disposition ?? "", ';'))
        {
            var value = First(joined);
            if (name.Equals("filename*", StringComparison.OrdinalIgnoreCase) && HeaderParameters.DecodeExtended(value) is { } extended)
            {
                return extended;
            }

            if (name.Equals("filename", StringComparison.OrdinalIgnoreCase)) plain ??= value;
        }

        return plain is null ? null : Latin1.DecodeUtf8(plain);
    }

    /// <summary>Cuts a value at the comma with which another header begins.</summary>
    private static string? First(string? value)
    {
        if (value is null) return null;
        if (value.StartsWith('"')) return HeaderParameters.Unquote(value[..(EndOfQuotes(value) + 1)]);
        foreach (var comma in NextHeaders)
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

    /// <summary>Returns whether a name is that of a Windows device, with any extension.</summary>
    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0].TrimEnd();
        if (Array.Exists(Devices, device => stem.Equals(device, StringComparison.OrdinalIgnoreCase))) return true;
        if (stem.Length != 4 || !(char.IsAsciiDigit(stem[3]) || stem[3] is '¹' or '²' or '³')) return false;
        return stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Removes leading blanks and dots, which hide a file.</summary>
    private static string TrimStart(string name)
    {
        var start = 0;
        while (start < name.Length && (name[start] == '.' || char.IsWhiteSpace(name[start]))) start++;
        return name[start..];
    }

    /// <summary>Removes trailing blanks and dots, which Windows drops.</summary>
    private static string TrimEnd(string name)
    {
        var end = name.Length;
        while (end > 0 && (name[end - 1] == '.' || char.IsWhiteSpace(name[end - 1]))) end--;
        return name[..end];
    }

    /// <summary>Shortens the stem of a name that is too long; the extension stays.</summary>
    private static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaximumBytes) return name;
        var extension = Path.GetExtension(name) is { Length: < 20 } known ? known : "";
        var stem = name[..^extension.Length];
        var left = MaximumBytes - Encoding.UTF8.GetByteCount(extension);
        var end = 0;
        foreach (var rune in stem.EnumerateRunes())
        {
            if ((left -= rune.Utf8SequenceLength) < 0) break;
            end += rune.Utf16SequenceLength;
        }

        return TrimEnd(stem[..end]) + extension;
    }
}
