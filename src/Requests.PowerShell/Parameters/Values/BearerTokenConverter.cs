using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>Converts the output of a script block to a bearer token and the time at which it expires.</summary>
internal static class BearerTokenConverter
{
    private const string Forms = "return the token as text or a secure string, or an object with Token or AccessToken, and ExpiresOn.";

    // The part of an object of Kubernetes that has the token.
    private const string Status = "status";
    private const string Lifetime = "expiresin";

    // In the order of preference. The names are those of Az.Accounts, Azure CLI, MSAL.PS, OAuth 2, GitHub, AWS and Kubernetes.
    private static readonly string[] TokenNames = ["token", "accesstoken", "authorizationtoken", "idtoken"];
    private static readonly string[] TimeNames = ["expireson", "expiresat", "expirationtimestamp", "expiration"];

    /// <summary>Converts the output of a script block; null without output.</summary>
    /// <param name="output">
    /// The objects that the script block emitted. The last one counts. Lines that together are an object of JSON, as a program writes it,
    /// are read as that object.
    /// </param>
    /// <exception cref="BearerTokenException">The output is not a token. The message does not contain it.</exception>
    internal static OAuth2Token? ToToken(IReadOnlyList<PSObject?> output)
    {
        List<object> values = [.. output.Select(PSValue.Unwrap).Where(static item => item is not (null or "")).Cast<object>()];
        if (values.Count == 0) return null;
        if (values.TrueForAll(static item => item is string))
        {
            var text = string.Join('\n', values).Trim();
            return text.StartsWith('{') ? ToToken(ReadJson(text)) : new OAuth2Token(((string)values[^1]).Trim());
        }

        return values[^1] switch
        {
            OAuth2Token token => token,
            string or SecureString => new OAuth2Token(ValueConverter.ToSecret(values[^1]).Trim()),
            bool or IConvertible => throw Invalid(values[^1]),
            var item => ToToken(ReadProperties(item)),
        };
    }

    private static OAuth2Token ToToken(Dictionary<string, List<object>> properties)
    {
        if (properties.GetValueOrDefault(Status) is [Dictionary<string, List<object>> status]) return ToToken(status);
        var token = TokenNames.Select(name => properties.GetValueOrDefault(name)).FirstOrDefault(static found => found is not null)?[0];
        if (token is not (string or SecureString) || ValueConverter.ToSecret(token).Trim() is not { Length: > 0 } access)
        {
            throw new BearerTokenException(
                $"The script block of New-BearerAuth returned an object that has no token{ListNames(properties)}: {Forms}");
        }

        return new OAuth2Token(access, refreshToken: null, GetExpiration(properties));
    }

    private static DateTimeOffset? GetExpiration(Dictionary<string, List<object>> properties)
    {
        if (properties.GetValueOrDefault(Lifetime) is [var lifetime] && ToNumber(lifetime) is { } seconds)
        {
            return seconds is > 0 and < int.MaxValue ? ProcessTime.Shared.GetUtcNow().AddSeconds(seconds) : throw InvalidTime("expires_in");
        }

        var found = TimeNames.Select(name => properties.GetValueOrDefault(name)).FirstOrDefault(static item => item is not null);
        if (found is not { } times) return null;

        // Azure CLI has two: expiresOn in the local time, which is ambiguous when clocks are set back, and expires_on as a number.
        return times.Select(ToNumber).FirstOrDefault(static number => number is not null) is { } number
            ? UnixTime.FromSeconds(number) ?? throw InvalidTime("the time at which it expires")
            : ToTime(times[0]);
    }

    private static DateTimeOffset ToTime(object value) => value switch
    {
        DateTimeOffset time => time,
        DateTime { Year: > 1 and < 9999 } time => new DateTimeOffset(time),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) => time,
        _ => throw InvalidTime("the time at which it expires"),
    };

    private static double? ToNumber(object value) => value switch
    {
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        bool or char or DateTime or Enum => null,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
        TimeSpan span => span.TotalSeconds,
        _ => null,
    };

    /// <summary>Reads the entries of a map or the properties of an object, by their names in lower case without underscores.</summary>
    private static Dictionary<string, List<object>> ReadProperties(object value, bool readsStatus = true)
    {
        if (PSValue.IsList(value)) throw Invalid(value);
        var pairs = PSValue.ToPairs(value, "Token") ?? PSObject.AsPSObject(value).Properties
            .Where(static property => IsKnown(GetKey(property.Name)))
            .Select(static property => KeyValuePair.Create(property.Name, PSValue.Read(property, "Token")));
        return Collect(pairs.Select(pair => GetKey(pair.Key) == Status && pair.Value is IDictionary or PSObject
            ? KeyValuePair.Create(pair.Key, readsStatus ? (object?)ReadProperties(pair.Value, readsStatus: false) : null)
            : pair));
    }

    private static bool IsKnown(string key) =>
        key is Status or Lifetime || Array.IndexOf(TokenNames, key) >= 0 || Array.IndexOf(TimeNames, key) >= 0;

    private static Dictionary<string, List<object>> ReadJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return ReadObject(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The message and the exception of the parser could show a part of the token.
            throw new BearerTokenException($"The script block of New-BearerAuth returned a text that is not JSON: {Forms}");
        }
    }

    private static Dictionary<string, List<object>> ReadObject(JsonElement element) =>
        Collect(element.EnumerateObject().Select(static item => KeyValuePair.Create(item.Name, item.Value.ValueKind switch
        {
            JsonValueKind.String => item.Value.GetString(),
            JsonValueKind.Number => (object?)item.Value.GetDouble(),
            JsonValueKind.Object => ReadObject(item.Value),
            _ => null,
        })));

    private static Dictionary<string, List<object>> Collect(IEnumerable<KeyValuePair<string, object?>> pairs)
    {
        var properties = new Dictionary<string, List<object>>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            if (value is null or "") continue;
            if (properties.TryGetValue(GetKey(name), out var same)) same.Add(value);
            else properties[GetKey(name)] = [value];
        }

        return properties;
    }

    private static string GetKey(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLower(CultureInfo.InvariantCulture);

    private static string ListNames(Dictionary<string, List<object>> properties)
    {
        var names = properties.Keys.Take(10).Select(static name => name.Length > 40 ? name[..40] : name);
        return properties.Count == 0 ? "" : VisibleText.EscapeLine($", but {string.Join(", ", names)}");
    }

    private static BearerTokenException Invalid(object value) =>
        new($"The script block of New-BearerAuth returned {PSValue.TypeName(value)}, which is not a token: {Forms}");

    private static BearerTokenException InvalidTime(string what) =>
        new($"The script block of New-BearerAuth returned a token with {what} in a form that cannot be read: return a date and time.");
}
