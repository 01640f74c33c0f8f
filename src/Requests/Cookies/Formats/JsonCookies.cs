using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Requests;

/// <summary>
/// Reads and writes cookies as JSON, with the names that browser extensions use. The names of Playwright, Puppeteer and Selenium are read,
/// too. Pure.
/// </summary>
internal static class JsonCookies
{
    private const double LatestExpiry = 253402300799;
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Parses a list of cookies, or an object with a list <c>cookies</c>. A cookie that is not valid is skipped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="refused">The list that receives a message for each cookie that is not valid.</param>
    /// <exception cref="InvalidCookieException">The text is not JSON, or has no list of cookies.</exception>
    internal static List<RequestCookie> Parse(string text, List<string> refused)
    {
        try
        {
            var root = JsonNode.Parse(text);
            var list = (root as JsonObject)?["cookies"] as JsonArray ?? root as JsonArray
                ?? throw new InvalidCookieException("The JSON has no list of cookies.");
            var cookies = new List<RequestCookie>(list.Count);
            for (var i = 0; i < list.Count; i++) Read(list, i, cookies, refused);
            return cookies;
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            throw new InvalidCookieException($"The JSON of the cookies cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Writes cookies.</summary>
    /// <param name="cookies">The cookies.</param>
    internal static string Write(IEnumerable<RequestCookie> cookies)
    {
        var list = new JsonArray();
        foreach (var cookie in cookies)
        {
            var item = new JsonObject
            {
                ["name"] = cookie.Name,
                ["value"] = cookie.Value,
                ["domain"] = cookie.Domain,
                ["hostOnly"] = cookie.HostOnly,
                ["path"] = cookie.Path,
                ["secure"] = cookie.Secure,
                ["httpOnly"] = cookie.HttpOnly,
                ["sameSite"] = cookie.SameSite,
                ["session"] = cookie.Expires is null,
            };
            if (cookie.Expires is { } expires) item["expirationDate"] = expires.ToUnixTimeMilliseconds() / 1000.0;
            list.Add((JsonNode)item);
        }

        return list.ToJsonString(Readable) + "\n";
    }

    private static bool IsUnreadable(Exception error) =>
        error is JsonException or FormatException or InvalidOperationException or ArgumentException;

    private static void Read(JsonArray list, int at, List<RequestCookie> cookies, List<string> refused)
    {
        try
        {
            cookies.Add(Parse(list[at] as JsonObject ?? throw new InvalidCookieException("A cookie in JSON must be an object.")));
        }
        catch (InvalidCookieException error)
        {
            refused.Add($"Cookie {at + 1} of the JSON: {error.Message}");
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            refused.Add($"Cookie {at + 1} of the JSON cannot be read: {error.Message}");
        }
    }

    private static RequestCookie Parse(JsonObject item)
    {
        var name = (string?)item["name"] ?? throw new InvalidCookieException("A cookie in JSON has no name.");
        var domain = (string?)item["domain"];
        var sameSite = (string?)item["sameSite"];
        return new RequestCookie(name, (string?)item["value"] ?? "")
        {
            Domain = string.IsNullOrEmpty(domain) ? null : domain.TrimStart('.').ToLowerInvariant(),
            HostOnly = (bool?)item["hostOnly"] ?? domain?.StartsWith('.') == false,
            Path = (string?)item["path"] is ['/', ..] path ? path : "/",
            Secure = (bool?)item["secure"] ?? false,
            HttpOnly = (bool?)item["httpOnly"] ?? false,
            SameSite = SetCookieParser.GetSameSite(sameSite is "no_restriction" ? "None" : sameSite),
            Expires = GetExpiry(item["expirationDate"] ?? item["expires"] ?? item["expiry"]),
        };
    }

    /// <summary>Reads seconds since 1970, of which -1 and 0 mean a session cookie, or a date as text.</summary>
    private static DateTimeOffset? GetExpiry(JsonNode? value)
    {
        if (value is null) return null;
        if (value.GetValueKind() == JsonValueKind.String) return CookieDate.Parse((string)value!) ?? value.GetValue<DateTimeOffset>();
        var seconds = (double)value;
        return seconds <= 0 ? null : DateTimeOffset.UnixEpoch.AddSeconds(Math.Min(seconds, LatestExpiry));
    }
}
